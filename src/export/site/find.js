// Search of exported files: the parts of the index that the words need are loaded as scripts, which works from a disk too.
(() => {
  "use strict";
  const me = document.currentScript;
  const base = me.src.replace(/[^/]*$/, "");
  const { lang, nothing, root } = me.dataset;
  const waiting = new Map();
  // Each part of the index calls this with its name.
  window.litopysIndex = (name, part) => waiting.get(name)?.(part);

  const load = (name) => new Promise((done) => {
    waiting.set(name, done);
    const script = document.createElement("script");
    script.src = `${base}${lang}/${name}.js`;
    script.onerror = () => done(null);
    document.head.append(script);
  });

  // As the index folds words: lower case, one apostrophe, ґ as г, ё as е, no stress marks; й and ї stay.
  const fold = (word) => word.toLowerCase().replace(/[’ʼ‘`´]/g, "'").normalize("NFC").replace(/й/g, "\u0001").replace(/ї/g, "\u0002")
    .normalize("NFKD").replace(/[\u0300-\u036f\u00ad]/g, "").replace(/\u0001/g, "й").replace(/\u0002/g, "ї").replace(/ґ/g, "г");
  const words = (text) => (text.match(/[\p{L}\p{N}\p{M}]+(?:['’ʼ][\p{L}\p{M}]+)*/gu) ?? []).map(fold).slice(0, 12);
  const shard = (word) => [...word].slice(0, 2).map((letter) => letter.codePointAt(0).toString(16)).join("-");

  // The forms that a word stands for: itself, else those that begin like it.
  const forms = (part, word) => {
    if (part.f[word]) return [word];
    const known = Object.keys(part.f);
    for (let length = word.length; length >= Math.max(3, word.length - 3); length--) {
      const near = known.filter((form) => form.startsWith(word.slice(0, length)) && form.length <= word.length + 3);
      if (near.length) return near.slice(0, 50);
    }
    return [];
  };

  const found = async (text) => {
    let all = null;
    for (const word of words(text)) {
      const part = await load(shard(word));
      const scores = new Map();
      let everywhere = false;
      for (const form of part ? forms(part, word) : []) {
        for (const list of part.f[form]) {
          const places = part.p[list];
          if (places === 0) { everywhere = true; continue; }
          for (let at = 0, doc = 0; at < places.length; at += 2) {
            doc += places[at];
            scores.set(doc, Math.max(scores.get(doc) ?? 0, places[at + 1]));
          }
        }
      }
      if (everywhere) continue;
      all = all === null ? scores : new Map([...all].filter(([doc]) => scores.has(doc)).map(([doc, score]) => [doc, score + scores.get(doc)]));
    }
    return [...(all ?? [])].sort(([a, x], [b, y]) => y - x || b - a).slice(0, 50).map(([doc]) => doc);
  };

  const show = async (docs, typed) => {
    const intro = document.querySelector(".intro");
    if (!docs.length) {
      const line = document.createElement("p");
      line.textContent = nothing.replace("\u2026", typed);
      intro.after(line);
      return;
    }
    const list = document.createElement("div");
    list.className = "list";
    const parts = new Map();
    for (const doc of docs) {
      const number = Math.floor(doc / 100);
      if (!parts.has(number)) parts.set(number, (await load(`docs-${number}`)) ?? []);
      const one = parts.get(number)[doc % 100];
      if (!one) continue;
      const card = document.createElement("article");
      card.className = "card";
      if (one.l) card.lang = one.l;
      const title = document.createElement("h2");
      const link = document.createElement("a");
      link.href = root + one.u;
      link.textContent = one.t;
      title.append(link);
      const summary = document.createElement("p");
      summary.textContent = one.s;
      card.append(title, summary);
      list.append(card);
    }
    intro.after(list);
  };

  document.addEventListener("DOMContentLoaded", async () => {
    const typed = (new URLSearchParams(location.search).get("q") ?? "").trim();
    if (!typed) return;
    for (const field of document.querySelectorAll("input[name=q]")) field.value = typed;
    document.querySelectorAll("main ul.meta").forEach((tips) => tips.remove());
    await show(await found(typed), typed);
  });
})();
