#!/usr/bin/env python3
"""measure.py [REPOSITORY]: how large and how readable the Rust under src/ is, as a table.

Lines count neither blank lines, comments nor `#[cfg(test)]` modules. Marker words are those of the private English that the
review of November 2026 found; they are counted in comments of the code and of the documents, per 1,000 words. A circle is a set of
files that import each other, by `use crate::` and `use super::` outside tests. Needs nothing but Python and git."""
import collections, pathlib, re, subprocess, sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
SRC = ROOT / 'src'
MARKERS = '''told tell tells whoever nobody somebody anew heed heeded heeds lacking lacks sought mend mends mended beside whatever wherever
whenever thereby thereof'''.split()
# An indented `type` is an associated type, whose name the trait gives.
TYPE = re.compile(r'^(?:\s*(?:pub(?:\([^)]*\))? )?(?:struct|enum|trait|union)|(?:pub(?:\([^)]*\))? )?type) (\w+)', re.M)
# Public items and fields; a public module is documented in its own file.
PUBLIC = re.compile(r'^\s*pub (?:(?:(?:const|async|unsafe) )*(?:fn|struct|enum|union|trait|type|const|static)\b|\w+:)')
FUNCTION = re.compile(r'\bfn (\w+)\s*(?:<[^{;]*?>)?\(')


def without_tests(text):
    """The text without modules and functions under `#[cfg(test)]`."""
    while found := re.search(r'#\[cfg\(test\)\]\s*(?:#\[.*\]\s*)*(?:pub(?:\([^)]*\))? )?mod \w+ \{', text):
        depth, at = 1, found.end()
        while depth and at < len(text):
            depth += {'{': 1, '}': -1}.get(text[at], 0)
            at += 1
        text = text[:found.start()] + text[at:]
    return text


def parameters(text, start):
    """The parameters of the function whose list begins at `start`, as texts."""
    depth, parts, part = 1, [], ''
    for letter in text[start:]:
        depth += {'(': 1, '[': 1, '<': 1, ')': -1, ']': -1, '>': -1}.get(letter, 0) if not part.endswith('-') or letter != '>' else 0
        if depth == 0:
            break
        if letter == ',' and depth == 1:
            parts, part = parts + [part], ''
        else:
            part += letter
    return [one.strip() for one in parts + [part] if one.strip() and not re.fullmatch(r"&?('\w+ )?(mut )?self", one.strip())]


def documented(text):
    """How many public items the text has, and how many of them have a comment of documentation."""
    lines = text.splitlines()
    items = [at for at, line in enumerate(lines) if PUBLIC.match(line)]

    def has_comment(at):
        above = (line.strip() for line in reversed(lines[:at]))
        first = next((line for line in above if not (line.startswith('#[') or line.endswith(')]'))), '')
        return first.startswith('///')
    return len(items), sum(map(has_comment, items))


def hides_parameters(listed):
    return len(listed) > 6 or any(one.startswith('(') or re.search(r':\s*(?:&(?:.\w+ )?(?:mut )?)?\((?!\)|dyn |impl )', one) for one in listed)


def circles(graph):
    """Strongly connected components of more than one file (Tarjan)."""
    index, low, stack, found = {}, {}, [], []
    sys.setrecursionlimit(10_000)

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for to in graph[node]:
            if to not in index:
                visit(to)
                low[node] = min(low[node], low[to])
            elif to in stack:
                low[node] = min(low[node], index[to])
        if low[node] == index[node]:
            part = []
            while not part or part[-1] != node:
                part.append(stack.pop())
            found.append(part)
    for node in graph:
        node in index or visit(node)
    return sorted((sorted(part) for part in found if len(part) > 1), key=len, reverse=True)


def expand(tree, prefix=()):
    """The paths of `use` tree text: `a::{b, c::d}` gives a::b and a::c::d."""
    depth, part, parts = 0, '', []
    for letter in tree + ',':
        if letter == ',' and depth == 0:
            parts, part = parts + [part.strip()], ''
            continue
        depth += {'{': 1, '}': -1}.get(letter, 0)
        part += letter
    for one in filter(None, parts):
        head, _, rest = one.partition('{')
        steps = prefix + tuple(step for step in head.split('::') if step)
        yield from expand(rest.rsplit('}', 1)[0], steps) if rest else [tuple(step.split(' as ')[0].strip() for step in steps)]


def reexports(texts):
    """The re-exports of each `mod.rs`: the path that others import, and the one that it leads to."""
    found = {}
    for file, text in texts.items():
        here = module_of(file)
        for tree in re.findall(r'^\s*pub(?:\([^)]*\))? use ([^;]+);', text, re.M) if file.name == 'mod.rs' else ():
            for path in expand(re.sub(r'\s+', ' ', tree)):
                base = {'crate': (), 'self': here, 'super': here[:-1]}.get(path[0])
                found[here + (path[-1],)] = here + path if base is None else base + path[1:]
    return found


def imports(file, text, modules, leads_to):
    """The files that `file` imports, where `leads_to` says what re-exports stand for."""
    here = module_of(file)
    for tree in re.findall(r'^\s*(?:pub(?:\([^)]*\))? )?use ((?:crate|super|self)\b[^;]*);', text, re.M):
        for path in expand(re.sub(r'\s+', ' ', tree)):
            base = () if path[0] == 'crate' else here
            steps = list(path[1:])
            if path[0] == 'super':
                base = here[:-1]
                while steps and steps[0] == 'super':
                    base, steps = base[:-1], steps[1:]
            full = base + tuple(steps)
            for _ in range(4):
                end = next((end for end in range(len(full), 0, -1) if full[:end] in leads_to and full[:end] not in modules), 0)
                full = leads_to[full[:end]] + full[end:] if end else full
            while full and full not in modules:
                full = full[:-1]
            if full and modules[full] != file and modules[full].name != 'mod.rs':
                yield modules[full]


def module_of(file):
    steps = file.relative_to(SRC).with_suffix('').parts
    return steps[:-1] if steps[-1] in ('mod', 'lib', 'main') else steps


def main():
    files = sorted(SRC.rglob('*.rs'))
    texts = {file: without_tests(file.read_text()) for file in files}
    code = sum(1 for text in texts.values() for line in text.splitlines() if line.strip() and not line.strip().startswith('//'))
    comments = ' '.join(line.split('//', 1)[1] for file in files for line in file.read_text().splitlines() if line.strip().startswith('//'))
    documents = ' '.join(path.read_text() for path in [ROOT / 'README.md', *sorted((ROOT / 'docs').rglob('*.md'))] if path.exists())
    modules = {module_of(file): file for file in files}
    found, hidden_circles = (circles({file: sorted(set(imports(file, texts[file], modules, leads_to))) for file in files})
                             for leads_to in ({}, reexports(texts)))
    types = collections.Counter(name for text in texts.values() for name in TYPE.findall(text))
    shared = {name: count for name, count in types.items() if count > 1}
    hidden = [f'{file.relative_to(ROOT)}: {found.group(1)}' for file, text in texts.items() for found in FUNCTION.finditer(text)
              if hides_parameters(parameters(text, found.end()))]
    public, with_comment = (sum(one) for one in zip(*map(documented, texts.values())))
    subjects = subprocess.run(['git', 'log', '--format=%s', '-200'], cwd=ROOT, capture_output=True, text=True).stdout.splitlines()
    rows = [('lines of Rust without tests', code), ('files', len(files)),
            ('files under 25 lines of code, no mod.rs', sum(1 for file, text in texts.items() if file.name != 'mod.rs'
             and sum(1 for line in text.splitlines() if line.strip() and not line.strip().startswith('//')) < 25)),
            ('circles of files', f'{len(found)} (the largest: {len(found[0]) if found else 0} files)'),
            ('the same, where a re-export of a `mod.rs` is followed',
             f'{len(hidden_circles)} (the largest: {max(map(len, hidden_circles), default=0)} files)'),
            ('types that share a name', f'{len(shared)} names, {sum(shared.values())} types'),
            ('marker words per 1,000 words of comment', rate(comments)), ('the same in documents', rate(documents)),
            ('public items and fields documented', f'{100 * with_comment / max(public, 1):.1f} % of {public}'),
            ('functions with over six parameters or tuple parameters', len(hidden)),
            ('of the last 200 commit subjects over 72 characters', sum(len(one) > 72 for one in subjects))]
    for name, value in rows:
        print(f'| {name} | {value} |')
    if '-v' in sys.argv:
        print(*hidden, *(f'circle: {" ".join(str(file.relative_to(SRC)) for file in part)}' for part in found + hidden_circles), sep='\n')


def rate(text):
    words = re.findall(r"[A-Za-z’']+", text)
    return f'{1000 * sum(word.lower() in MARKERS for word in words) / max(len(words), 1):.1f} of {len(words)} words'


if __name__ == '__main__':
    main()
