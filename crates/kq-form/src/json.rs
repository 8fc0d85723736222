//! The JSON bodies of the query and refund services: one flat object, every value a text (section 8.1).

use paywire::json::write_text;

use crate::Fields;

/// One flat object.
pub fn to_vec(fields: &Fields) -> Vec<u8> {
    let mut out = String::with_capacity(512);
    object(fields, None, &mut out);
    out.into_bytes()
}

/// A flat object with a list of flat objects as its last member, as a query is answered.
pub fn with_items(head: &Fields, list: &str, items: &[Fields]) -> Vec<u8> {
    let mut out = String::with_capacity(512);
    object(head, Some((list, items)), &mut out);
    out.into_bytes()
}

fn object(fields: &Fields, list: Option<(&str, &[Fields])>, out: &mut String) {
    out.push('{');
    for (name, value) in fields.as_slice() {
        member(name, out);
        write_text(value, out);
    }
    if let Some((name, items)) = list {
        member(name, out);
        out.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            object(item, None, out);
        }
        out.push(']');
    }
    out.push('}');
}

/// What stands before a value of that name.
fn member(name: &str, out: &mut String) {
    if !out.ends_with('{') {
        out.push(',');
    }
    write_text(name, out);
    out.push(':');
}
