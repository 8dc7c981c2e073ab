//! Subtitles as WebVTT (<https://www.w3.org/TR/webvtt1/>): what keeps a browser from showing them, or some of them.

use crate::model::{
    diagnostic::{Diagnostic, Place},
    sentence::{Sentence, say},
};

/// Milliseconds since the beginning of a film.
type CueTime = u64;

/// The problems of the subtitles `text` in the file at `path`.
pub fn check_subtitles(path: &str, text: &str) -> Vec<Diagnostic> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate().peekable();
    let header = lines.next().map_or("", |(_, line)| line);
    let at = |line: usize| Place { line: u32::try_from(line + 1).unwrap_or(u32::MAX), column: 1 };
    if !header.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
        let problem = Diagnostic::error(path, "subtitles-broken", say("subtitles-broken-header")).at(at(0));
        return vec![problem.help(say("help-vtt-header"))];
    }
    let mut problems = Vec::new();
    let mut report = |line, (message, help): (Sentence, &'static str)| {
        problems.push(Diagnostic::warning(path, "subtitles-broken", message).at(at(line)).help(say(help)));
    };
    let mut last = 0;
    // The text right below the header describes the file.
    while lines.next_if(|(_, line)| !line.trim().is_empty() && !line.contains("-->")).is_some() {}
    while let Some((number, line)) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        let is_note = ["NOTE", "STYLE", "REGION"]
            .iter()
            .any(|word| line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])));
        // A cue may have a name in a line of its own.
        let timing = match line.contains("-->") {
            true => Some((number, line)),
            false => lines.next_if(|(_, next)| !is_note && next.contains("-->")),
        };
        match timing {
            Some((number, timing)) => match check_timing(timing, &mut last) {
                Ok(()) => {}
                Err(problem) => report(number, problem),
            },
            None if is_note => {}
            None => report(number, (say("subtitles-broken-arrow"), "help-vtt-timing")),
        }
        while lines.next_if(|(_, line)| !line.trim().is_empty() && !line.contains("-->")).is_some() {}
    }
    problems
}

/// Reads `00:01.000 --> 00:04.000 line:0`; `last` is the moment at which the cue before begins.
fn check_timing(line: &str, last: &mut CueTime) -> Result<(), (Sentence, &'static str)> {
    let (from, rest) = line.split_once("-->").unwrap_or((line, ""));
    let to = rest.split_whitespace().next().unwrap_or_default();
    let read =
        |text: &str| moment(text).ok_or_else(|| (say("subtitles-broken-time").with("time", text), "help-vtt-timing"));
    let (begin, end) = (read(from.trim())?, read(to)?);
    let before = std::mem::replace(last, begin);
    if end <= begin {
        return Err((say("subtitles-broken-end").with("from", from.trim()).with("to", to), "help-vtt-order"));
    }
    if begin < before {
        return Err((say("subtitles-broken-order").with("from", from.trim()), "help-vtt-order"));
    }
    Ok(())
}

/// Reads `01:02:03.004` or `02:03.004`.
fn moment(text: &str) -> Option<CueTime> {
    let (clock, fraction) = text.split_once('.')?;
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| -> Option<u64> {
        let is_fine = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_fine.then(|| text.parse().ok()).flatten()
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let (hours, minutes, seconds) = match *parts.as_slice() {
        [minutes, seconds] => ("00", minutes, seconds),
        [hours, minutes, seconds] => (hours, minutes, seconds),
        _ => return None,
    };
    let sixty = |text| number(text, 2..=2).filter(|value| *value < 60);
    let whole = number(hours, 2..=9)? * 3600 + sixty(minutes)? * 60 + sixty(seconds)?;
    Some(whole * 1000 + number(fraction, 3..=3)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Line, severity and message of each problem.
    fn problems(text: &str) -> Vec<String> {
        let shown = |problem: &Diagnostic| format!("{} {}", problem.place.unwrap().line, problem.message);
        check_subtitles("film.uk.vtt", text).iter().map(shown).collect()
    }

    #[test]
    fn subtitles_as_the_standard_has_them_are_fine() {
        for text in [
            "WEBVTT",
            "\u{feff}WEBVTT - Фільм\n\n00:01.000 --> 00:04.000\nТак\n",
            "WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:04.000 line:0 align:end\r\n- Так\r\n- Ні\r\n",
            "WEBVTT\nKind: captions\nLanguage: uk\n\nNOTE a\nmore\n\nSTYLE\n::cue { color: red }\n\n00:01.000 --> 00:02.000\na\n\n00:01.000 --> 100:00:04.000\nb\n",
        ] {
            assert_eq!(problems(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_a_browser_would_skip_is_reported_with_its_line() {
        for (text, lines) in [
            ("", vec![1]),
            ("1\n00:00:01,000 --> 00:00:04,000\nТак\n", vec![1]),
            ("WEBVTTx\n", vec![1]),
            ("WEBVTT\n\n00:00:01,000 --> 00:00:04,000\nТак\n", vec![3]),
            ("WEBVTT\n\n00:04.000 --> 00:01.000\nТак\n", vec![3]),
            ("WEBVTT\n\n00:04.000 --> 00:04.000\nТак\n", vec![3]),
            ("WEBVTT\n\nТак\n\n00:04.000 --> 00:05.000\nа\n\n00:01.000 --> 00:02.000\nб\n", vec![3, 8]),
            ("WEBVTT\n\n1\n00:04.000 -> 00:05.000\nа\n", vec![3]),
            ("WEBVTT\n\n00:61.000 --> 01:02.000\nа\n\n0:01.000 --> 00:02.000\nб\n", vec![3, 6]),
            ("WEBVTT\n\n00:01.000 --> \nа\n", vec![3]),
        ] {
            let found = check_subtitles("film.uk.vtt", text);
            let found: Vec<_> = found.iter().map(|problem| problem.place.unwrap().line).collect();
            assert_eq!(found, lines, "{text}: {:?}", problems(text));
        }
    }

    proptest! {
        /// Cues that follow one another are fine, with any text; any of them that is turned round is reported.
        #[test]
        fn each_cue_that_runs_backwards_is_reported(lengths in prop::collection::vec(1_u64..5000, 1..8), turned in 0_usize..8) {
            let written = |ms: u64| format!("{:02}:{:02}.{:03}", ms / 60_000, ms / 1000 % 60, ms % 1000);
            let turned = turned % (lengths.len() + 1);
            let (mut text, mut at) = ("WEBVTT\n".to_owned(), 0);
            for (n, length) in lengths.iter().enumerate() {
                let (begin, end) = (written(at), written(at + length));
                let (begin, end) = if n == turned { (end, begin) } else { (begin, end) };
                text.push_str(&format!("\n{begin} --> {end}\nтекст {n}\n"));
                at += length;
            }
            let found = check_subtitles("film.uk.vtt", &text);
            let lines: Vec<_> = found.iter().map(|problem| problem.place.unwrap().line as usize).collect();
            let expected: Vec<_> = (turned < lengths.len()).then_some(3 * turned + 3).into_iter().collect();
            prop_assert_eq!(lines, expected, "{}", text);
        }

        #[test]
        fn each_problem_of_any_text_has_a_line_of_it(text in "(WEBVTT\n)?(-->|\n|[0-9]{1,3}|:|\\.|\\PC){0,40}") {
            for problem in check_subtitles("film.uk.vtt", &text) {
                let line = problem.place.unwrap().line as usize;
                prop_assert!((1..=text.lines().count().max(1)).contains(&line), "{} {}", line, problem);
            }
        }
    }
}
