//! The page that carries a payer to the provider: a form that submits itself.

use std::{borrow::Cow, fmt};

/// A form with hidden fields for the payer's browser. Fields may hold personal data: `Debug` prints their names only.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The absolute address that the form is posted to.
    pub action: &'a str,
    /// The charset that the browser encodes the fields in, such as `utf-8` or `gbk`. The page itself is UTF-8.
    pub charset: &'a str,
    /// Names and values, unescaped, in the order of the wire.
    pub fields: &'a [(Cow<'static, str>, String)],
    /// The nonce of the content security policy, where there is one.
    pub nonce: Option<&'a str>,
}

impl Page<'_> {
    /// The document. Answer it with `Content-Type: text/html; charset=utf-8` and `Cache-Control: no-store`.
    pub fn html(&self) -> String {
        let mut html =
            String::from("<!DOCTYPE html>\n<html lang=\"zh\">\n<head><meta charset=\"utf-8\"><title>Payment</title></head>\n<body>\n");
        html.push_str("<form id=\"checkout\" method=\"post\"");
        attribute(&mut html, "accept-charset", self.charset);
        attribute(&mut html, "action", self.action);
        html.push_str(">\n");
        for (name, value) in self.fields {
            html.push_str("<input type=\"hidden\"");
            attribute(&mut html, "name", name);
            attribute(&mut html, "value", value);
            html.push_str(">\n");
        }
        html.push_str("<noscript><button type=\"submit\">继续支付 Continue to payment</button></noscript>\n</form>\n<script");
        if let Some(nonce) = self.nonce {
            attribute(&mut html, "nonce", nonce);
        }
        html.push_str(">document.getElementById(\"checkout\").submit();</script>\n</body>\n</html>\n");
        html
    }
}

fn attribute(html: &mut String, name: &str, value: &str) {
    html.extend([" ", name, "=\""]);
    for c in value.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
    html.push('"');
}

impl fmt::Debug for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.fields.iter().map(|(name, _)| name).collect();
        f.debug_struct("Page").field("action", &self.action).field("fields", &names).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_values_stay_values() {
        let fields = [(Cow::Borrowed("productName"), "商品<&quot;>'\"".to_owned())];
        let page = Page { action: "https://a.example/?a=1&b=2", charset: "gbk", fields: &fields, nonce: Some("n") };
        let html = page.html();
        assert!(html.contains(r#"accept-charset="gbk" action="https://a.example/?a=1&amp;b=2">"#), "{html}");
        assert!(html.contains(r#"name="productName" value="商品&lt;&amp;quot;&gt;&#39;&quot;">"#), "{html}");
        assert!(html.contains(r#"<script nonce="n">"#), "{html}");
        assert!(!format!("{page:?}").contains("商品"));
    }
}
