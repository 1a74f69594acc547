//! The measurements as a page for people: tables, a curve and a histogram, no script, nothing
//! loaded from elsewhere.

use std::fmt::Write;

use super::{BIN, Evaluation, Point, Rate, Summary};

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1a1d21;--faint:#5b6570;--line:#c9d0d8;--paper:#fff;\
--same:#1769aa;--other:#b3541e}\
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--faint:#a3adb8;--line:#3c444d;\
--paper:#16191d;--same:#6cb4ee;--other:#f0a070}}\
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);\
max-width:56rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}\
caption{text-align:left;color:var(--faint);padding-bottom:.3rem}\
th,td{border-bottom:1px solid var(--line);padding:.3rem .8rem .3rem 0;text-align:right}\
th:first-child,td:first-child{text-align:left}\
svg{max-width:100%;height:auto;display:block;margin:1rem 0}\
svg text{font-size:12px;fill:var(--faint)}\
.wide{overflow-x:auto}.faint{color:var(--faint)}";

/// A self-contained HTML page about an evaluation. `model` is told as it is, escaped; `date` is
/// any text that says when.
pub fn html(evaluation: &Evaluation, model: &str, date: &str) -> String {
    let overall = &evaluation.overall;
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Face comparison: error rates</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>Face comparison: error rates</h1>\n\
         <p>Model {}. Measured {}.</p>\n\
         <p>{} pairs of one person ({} persons), {} pairs of two persons; {} pairs could not be \
         compared and count as refused. ROC AUC {:.4}.</p>\n",
        escape(model),
        escape(date),
        overall.same,
        overall.persons,
        overall.other,
        overall.failed,
        overall.auc,
    );
    page += "<h2>True accepts</h2>\n";
    page += &points("All pairs", overall);
    if overall.points.iter().any(|point| !point.enough_pairs) {
        page += "<p>* Too few pairs of two persons for this rate: the threshold is a guess.</p>\n";
    }
    page += "<h2>Trade-off</h2>\n";
    page += &det(evaluation);
    page += "<h2>Distances</h2>\n";
    page += &histogram(evaluation);
    if !evaluation.groups.is_empty() {
        page += "<h2>Groups</h2>\n";
        page += &groups(evaluation);
    }
    page += "<h2>How this was computed</h2>\n\
        <p>Distances up to the threshold match. The threshold for a rate of false accepts is the \
        largest at which at most that share of the pairs of two persons match. Intervals are 95% \
        Wilson score intervals; for true accepts the number of pairs is divided by the design \
        effect of persons with several pairs, and where all pairs agree it is the number of \
        persons. The uncertainty of the thresholds themselves is not included. The rates hold \
        for photos like these, not for others.</p>\n</body>\n</html>\n";
    page
}

fn points(caption: &str, summary: &Summary) -> String {
    let mut table = format!(
        "<div class=\"wide\"><table><caption>{}</caption><thead><tr><th scope=\"col\">False \
         accepts</th><th scope=\"col\">Threshold</th><th scope=\"col\">True accepts</th>\
         <th scope=\"col\">95% interval</th><th scope=\"col\">Pairs</th></tr></thead><tbody>\n",
        escape(caption)
    );
    for point in &summary.points {
        let Point { true_accepts, .. } = point;
        let _ = writeln!(
            table,
            "<tr><td>{}{}</td><td>{}</td><td>{}</td><td>{}</td><td>{} of {}</td></tr>",
            asked(point.false_accept_rate),
            if point.enough_pairs { "" } else { " *" },
            threshold(point.threshold),
            percent(true_accepts.rate),
            interval(true_accepts),
            true_accepts.hits,
            true_accepts.total,
        );
    }
    table + "</tbody></table></div>\n"
}

fn groups(evaluation: &Evaluation) -> String {
    let mut text = String::from(
        "<p>What the thresholds of all pairs do to each group: a group with more false accepts is \
         easier to impersonate, one with fewer true accepts is refused more often.</p>\n",
    );
    for (index, point) in evaluation.overall.points.iter().enumerate() {
        let _ = writeln!(
            text,
            "<div class=\"wide\"><table><caption>At the threshold {} ({} false accepts over all)\
             </caption><thead><tr><th scope=\"col\">Group</th><th scope=\"col\">False accepts\
             </th><th scope=\"col\">95% interval</th><th scope=\"col\">True accepts</th>\
             <th scope=\"col\">95% interval</th></tr></thead><tbody>",
            threshold(point.threshold),
            asked(point.false_accept_rate)
        );
        for (name, group) in &evaluation.groups {
            let Some(common) = group.at_common_thresholds.get(index) else {
                continue;
            };
            let cells = |rate: &Option<Rate>| match rate {
                Some(rate) => format!(
                    "<td>{} ({} of {})</td><td>{}</td>",
                    percent(rate.rate),
                    rate.hits,
                    rate.total,
                    interval(rate)
                ),
                None => "<td>no pairs</td><td></td>".to_owned(),
            };
            let _ = writeln!(
                text,
                "<tr><td>{}</td>{}{}</tr>",
                escape(name),
                cells(&common.false_accepts),
                cells(&common.true_accepts)
            );
        }
        text += "</tbody></table></div>\n";
    }
    for (name, group) in &evaluation.groups {
        if let Some(summary) = &group.summary {
            let caption = format!(
                "{name}, with thresholds of its own (ROC AUC {:.4})",
                summary.auc
            );
            text += &points(&caption, summary);
        }
    }
    text
}

/// Detection error trade-off, both axes logarithmic.
fn det(evaluation: &Evaluation) -> String {
    const WIDTH: f64 = 640.0;
    const HEIGHT: f64 = 400.0;
    const LEFT: f64 = 60.0;
    const BOTTOM: f64 = 45.0;
    const LOWEST: f64 = 1e-4;
    let along = |rate: f64| (rate.max(LOWEST) / LOWEST).log10() / -LOWEST.log10();
    let x = |rate: f64| LEFT + along(rate) * (WIDTH - LEFT - 20.0);
    let y = |rate: f64| HEIGHT - BOTTOM - along(rate) * (HEIGHT - BOTTOM - 20.0);
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\" \
         aria-labelledby=\"det-title\"><title id=\"det-title\">False rejects against false \
         accepts, both logarithmic; the table of true accepts has the figures.</title>\n"
    );
    for rate in [1e-4, 1e-3, 1e-2, 1e-1, 1.0] {
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.1} 20V{bottom:.1}M{LEFT} {y:.1}H{right:.1}\" \
             stroke=\"var(--line)\"/><text x=\"{x:.1}\" y=\"{below:.1}\" text-anchor=\"middle\">\
             {label}</text><text x=\"{before:.1}\" y=\"{y:.1}\" text-anchor=\"end\" \
             dominant-baseline=\"middle\">{label}</text>",
            x = x(rate),
            y = y(rate),
            bottom = HEIGHT - BOTTOM,
            right = WIDTH - 20.0,
            below = HEIGHT - BOTTOM + 18.0,
            before = LEFT - 6.0,
            label = asked(rate),
        );
    }
    let mut path = String::new();
    let mut last = [f64::NAN; 2];
    for &[accepts, rejects] in &evaluation.curves.det {
        let at = [x(accepts), y(rejects)];
        // Points nearer than a third of a pixel do not show.
        if (at[0] - last[0]).abs() + (at[1] - last[1]).abs() < 0.3 {
            continue;
        }
        let _ = write!(
            path,
            "{}{:.1} {:.1}",
            if path.is_empty() { 'M' } else { 'L' },
            at[0],
            at[1]
        );
        last = at;
    }
    let _ = writeln!(
        svg,
        "<path d=\"{path}\" fill=\"none\" stroke=\"var(--same)\" stroke-width=\"2\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">false accepts (0.01% and below at \
         the edge)</text><text transform=\"translate(14 {:.1}) rotate(-90)\" \
         text-anchor=\"middle\">false rejects</text></svg>",
        (WIDTH + LEFT) / 2.0,
        HEIGHT - 8.0,
        (HEIGHT - BOTTOM) / 2.0,
    );
    svg
}

/// Shares of both kinds of pairs by distance.
fn histogram(evaluation: &Evaluation) -> String {
    const WIDTH: f64 = 640.0;
    const HEIGHT: f64 = 300.0;
    const LEFT: f64 = 20.0;
    const BOTTOM: f64 = 40.0;
    let bins = &evaluation.curves.histogram;
    let used = bins
        .iter()
        .rposition(|bin| *bin != [0, 0])
        .map_or(1, |last| last + 1)
        .max(60);
    let step = (WIDTH - 2.0 * LEFT) / used as f64;
    let totals = [0, 1].map(|kind| bins.iter().map(|bin| bin[kind]).sum::<usize>().max(1) as f64);
    let share = |bin: &[usize; 2], kind: usize| bin[kind] as f64 / totals[kind];
    let highest = bins
        .iter()
        .flat_map(|bin| [share(bin, 0), share(bin, 1)])
        .fold(f64::MIN_POSITIVE, f64::max);
    let mut svg = format!(
        "<p><span style=\"color:var(--same)\">&#9632;</span> one person &nbsp; \
         <span style=\"color:var(--other)\">&#9632;</span> two persons</p>\n\
         <svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\" \
         aria-labelledby=\"histogram-title\"><title id=\"histogram-title\">Shares of pairs of one \
         person and of two persons by distance.</title>\n"
    );
    let base = HEIGHT - BOTTOM;
    for (kind, colour) in [(1, "var(--other)"), (0, "var(--same)")] {
        let mut path = format!("M{LEFT} {base}");
        for (index, bin) in bins.iter().take(used).enumerate() {
            let top = base - share(bin, kind) / highest * (base - 10.0);
            let _ = write!(path, "V{top:.1}H{:.1}", LEFT + step * (index + 1) as f64);
        }
        let _ = writeln!(
            svg,
            "<path d=\"{path}V{base}Z\" fill=\"{colour}\" fill-opacity=\".35\" stroke=\"{colour}\"/>"
        );
    }
    for tenth in (0..=used as u32 * 2 / 10).step_by(2) {
        let distance = f64::from(tenth) / 10.0;
        let x = LEFT + step * distance / f64::from(BIN);
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{distance:.1}</text>",
            base + 16.0
        );
    }
    for point in evaluation
        .overall
        .points
        .iter()
        .filter(|point| point.threshold < 10.0)
    {
        let x = LEFT + step * f64::from(point.threshold) / f64::from(BIN);
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.1} 10V{base}\" stroke=\"var(--ink)\" stroke-dasharray=\"4 3\"/>"
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">distance; dashed: the thresholds \
         above</text></svg>",
        WIDTH / 2.0,
        HEIGHT - 6.0
    );
    svg
}

fn asked(rate: f64) -> String {
    format!("{}%", (rate * 1e6).round() / 1e4)
}

fn percent(rate: f64) -> String {
    format!("{:.2}%", rate * 100.0)
}

fn interval(rate: &Rate) -> String {
    format!("{:.2}% to {:.2}%", rate.low * 100.0, rate.high * 100.0)
}

fn threshold(threshold: f32) -> String {
    if threshold == f32::MAX {
        "none".to_owned()
    } else {
        format!("{threshold:.4}")
    }
}

fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, letter| {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            letter => escaped.push(letter),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Pair, evaluate};
    use super::*;

    fn sample() -> Evaluation {
        let pairs: Vec<Pair> = (0..400)
            .map(|n| {
                let same = n % 4 == 0;
                let distance = if same { 0.3 } else { 0.6 } + (n % 37) as f32 / 90.0;
                let person = if same { n } else { n + 1 };
                Pair {
                    a: format!("a{n}"),
                    b: format!("b{person}"),
                    same,
                    group: Some(if n % 3 == 0 { "<one> & two" } else { "three" }.into()),
                    distance: (n != 8).then_some(distance),
                }
            })
            .collect();
        evaluate(&pairs).unwrap()
    }

    #[test]
    fn the_page_stands_alone() {
        let page = html(&sample(), "m <1>", "today");
        for word in ["<script", "http:", "https:", "src=", "@import", "url("] {
            assert!(!page.contains(word), "{word}");
        }
        assert!(page.contains("m &lt;1&gt;") && page.contains("&lt;one&gt; &amp; two"));
        assert!(!page.contains("NaN") && !page.contains("inf"));
        assert_eq!(page.matches("<svg").count(), 2);
        for tag in ["svg", "table", "tbody", "div", "h2", "p"] {
            let open = page.matches(&format!("<{tag}>")).count()
                + page.matches(&format!("<{tag} ")).count();
            assert_eq!(open, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }

    #[test]
    fn rates_are_written_plainly() {
        assert_eq!(asked(0.0001), "0.01%");
        assert_eq!(asked(1.0), "100%");
        assert_eq!(percent(0.98765), "98.77%");
        assert_eq!(threshold(f32::MAX), "none");
    }
}
