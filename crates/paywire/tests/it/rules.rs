//! garde's findings under wire names, in our words.

use garde::Validate;
use paywire::rules::{check, wire_name};
use serde::Deserialize;

#[derive(Default, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
struct Message {
    #[garde(length(chars, min = 1, max = 2))]
    first_name: String,
    #[serde(rename = "phoneNO")]
    #[garde(ascii, length(chars, max = 1))]
    phone_no: String,
    #[garde(required, inner(length(chars, min = 2)))]
    tr3_url: Option<String>,
    #[serde(default)]
    #[garde(inner(alphanumeric))]
    tags: Vec<String>,
}

fn findings(message: &Message) -> Vec<String> {
    check(message).err().map(|errors| errors.iter().map(ToString::to_string).collect()).unwrap_or_default()
}

#[test]
fn wire_names_and_our_words() {
    let message = Message { first_name: "张三丰".into(), phone_no: "号码".into(), tr3_url: None, tags: vec!["a".into(), "-".into()] };
    assert_eq!(
        findings(&message),
        [
            "firstName: at most 2 characters",
            "phoneNO: only ASCII characters",
            "phoneNO: at most 1 character",
            "tr3Url: is required",
            "tags[1]: only letters and digits",
        ]
    );
    let message = Message { first_name: String::new(), tr3_url: Some("a".into()), ..Message::default() };
    assert_eq!(findings(&message), ["firstName: at least 1 character", "tr3Url: at least 2 characters"]);
}

#[test]
fn a_good_message_has_no_findings() {
    assert!(check(&Message { first_name: "张三".into(), tr3_url: Some("ab".into()), ..Message::default() }).is_ok());
}

#[test]
fn a_path_keeps_what_stands_behind_the_field() {
    assert_eq!(wire_name::<Message>("first_name"), "firstName");
    assert_eq!(wire_name::<Message>("phone_no.inner[2]"), "phoneNO.inner[2]");
    assert_eq!(wire_name::<Message>("unknown"), "unknown");
    assert_eq!(wire_name::<Message>(""), "");
}
