//! Bodies of any content that PHP writes as it read it.

use proptest::{collection::vec, prelude::*};
use serde_json::{Map, Value};

/// A Body: names as the platform forms them, texts with everything that JSON libraries escape in different ways, whole numbers, lists.
pub(crate) fn any_body() -> impl Strategy<Value = Value> {
    vec((any_name(), any_value()), 0..12).prop_map(|members| Value::Object(members.into_iter().collect()))
}

/// Names that differ late.
fn any_name() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Z][A-Z0-9_]{0,8}", "MER(ORDER|_ID|O|_)?[A-Z0-9_]{0,2}", "IS[_T0-9A-Z]{0,3}"]
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{0,20}",
        "[ -~]{0,12}",
        "https?://[a-z]{1,5}(/[a-z]{0,3}){0,3}\\?a=b&c=d",
        "[\u{0}-\u{1f}\"\\\\/\u{7f}]{0,6}",
        "[王小明五月团购😀🍕\u{2028}\u{2029}\u{202a}…é\u{fffd}\u{10ffff}]{0,8}",
        any::<String>(),
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        6 => any_text().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => (0..100u8).prop_map(Value::from),
        1 => Just(Value::Bool(true)),
        1 => Just(Value::Null),
    ];
    scalar.prop_recursive(3, 24, 4, |inner| {
        let object = vec((any_name(), inner.clone()), 1..4).prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>()));
        prop_oneof![vec(inner, 0..4).prop_map(Value::from), object]
    })
}

/// The Body as text.
pub(crate) fn spelt(body: &Value) -> String {
    body.to_string()
}
