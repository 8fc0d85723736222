//! The ways in which a document is written anew by those who parse it before they verify it.

/// Other spellings of the same document: another declaration, empty elements closed or not, characters escaped or not, without
/// comments, without CDATA sections.
pub fn spellings(text: &str) -> Vec<String> {
    const DECLARATIONS: [&str; 6] = [
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<?xml version="1.0" encoding="UTF-8" standalone="no"?>"#,
        r#"<?xml version="1.0" encoding="UTF-8"?>"#,
        r#"<?xml version="1.0" encoding="utf-8"?>"#,
        r#"<?xml version="1.0"?>"#,
        "",
    ];
    let body = match text.trim_ascii_start().split_once("?>") {
        Some((declaration, body)) if declaration.starts_with("<?xml") => body,
        _ => text,
    };
    let without_cdata = body.replace("<![CDATA[", "").replace("]]>", "");
    let bodies = [
        body.to_owned(),
        without_comments(body),
        without_cdata,
        closed(body),
        opened(body),
        body.replace("&gt;", ">"),
        body.replace('\'', "\""),
    ];
    let mut texts = Vec::new();
    for declaration in DECLARATIONS {
        for body in &bodies {
            for between in ["", "\n"] {
                for end in ["", "\n"] {
                    texts.push(format!("{declaration}{between}{}{end}", body.trim_ascii()));
                }
            }
        }
    }
    texts
}

fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        plain.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, rest)| rest);
    }
    plain + rest
}

/// `<a></a>` for every `<a/>`.
fn closed(text: &str) -> String {
    let mut closed = String::with_capacity(text.len());
    for part in text.split_inclusive('>') {
        match part.strip_suffix("/>").and_then(|tag| Some((tag, tag.rsplit_once('<')?.1))) {
            Some((tag, name)) => closed.push_str(&format!("{}></{}>", tag.trim_ascii_end(), name.trim_ascii())),
            None => closed.push_str(part),
        }
    }
    closed
}

/// `<a/>` for every `<a></a>`.
fn opened(text: &str) -> String {
    let mut opened = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("></") {
        let name = rest[..at].rsplit_once('<').map_or("", |(_, name)| name);
        let end = format!("></{name}>");
        if !name.is_empty() && rest[at..].starts_with(&end) {
            opened.push_str(&rest[..at]);
            opened.push_str("/>");
            rest = &rest[at + end.len()..];
        } else {
            opened.push_str(&rest[..at + 1]);
            rest = &rest[at + 1..];
        }
    }
    opened + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spellings_of_one_document() {
        let text = "<?xml version=\"1.0\"?><a><b></b><c/><!-- x --><d>1</d></a>";
        let texts = spellings(text);
        for expected in [
            "<a><b></b><c/><!-- x --><d>1</d></a>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a><b></b><c/><d>1</d></a>",
            "<a><b></b><c></c><!-- x --><d>1</d></a>",
            "<a><b/><c/><!-- x --><d>1</d></a>",
        ] {
            assert!(texts.iter().any(|text| text == expected), "{expected}");
        }
    }
}
