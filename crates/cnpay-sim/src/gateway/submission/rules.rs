//! Step 4: the field table of section 2.1, as the gateway checks it.
//!
//! It is written down here once more on purpose: the simulator must be able to disagree with the codec that a client uses.

use kq_form::Listed;
use paycore::{BeijingTime, Fen};
use paywire::charset::Charset;

use super::{
    super::{
        code::{self, Code},
        fields::Fields,
    },
    Cashier,
};

/// One row of the table.
#[derive(Debug, Clone, Copy)]
struct Rule {
    name: &'static str,
    code: Code,
    presence: Presence,
    most: usize,
    class: Class,
}

/// Whether the field must be there. What depends on other fields is checked with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Required,
    RequiredOnMobile,
    Optional,
}

/// Which texts it takes.
#[derive(Debug, Clone, Copy)]
enum Class {
    /// Anything but control characters.
    Text,
    Digits,
    /// Letters, digits, `-` and `_`; a letter or digit first.
    Number,
    /// Letters, digits, `-`, `_` and `.`.
    Code,
    /// Fen, more than nothing, without leading zeros.
    Amount,
    /// `yyyyMMddHHmmss`.
    Time,
    /// Up to 30 days in seconds.
    Validity,
    /// One of these texts.
    Among(&'static [&'static str]),
    /// Something that a later step looks at, and only there.
    Later,
}

use Class::{Among, Amount, Code as Word, Digits, Later, Number, Text, Time, Validity};
use Presence::{Optional, Required, RequiredOnMobile};

const fn row(name: &'static str, code: Code, presence: Presence, most: usize, class: Class) -> Rule {
    Rule { name, code, presence, most, class }
}

/// Section 10.1, without what is not to be sent.
const PAY_TYPES: &[&str] = &[
    "00", "10", "10-1", "10-2", "11", "12", "13", "14", "15", "15-1", "15-2", "17", "19", "21", "21-1", "21-2", "22", "23", "23-2", "26-1",
    "26-2", "27-3",
];

const TABLE: &[Rule] = &[
    row("inputCharset", code::CHARSET, Optional, 2, Later),
    row("pageUrl", code::RETURN_ADDRESS, Optional, 256, Later),
    row("bgUrl", code::RETURN_ADDRESS, Optional, 256, Later),
    row("version", code::VERSION, Required, 10, Later),
    row("language", code::LANGUAGE, Required, 2, Later),
    row("signType", code::SIGN_TYPE, Required, 2, Later),
    row("merchantAcctId", code::NO_ACCOUNT, Required, 30, Digits),
    row("payerName", code::PAYER_NAME, Optional, 32, Text),
    row("payerContactType", code::CONTACT_TYPE, Optional, 2, Among(&["1", "2"])),
    row("payerContact", code::CONTACT, Optional, 50, Text),
    row("payerIdType", code::PARAMETERS, Optional, 2, Among(&["0", "1", "2", "3", "4"])),
    row("payerId", code::PARAMETERS, Optional, 50, Text),
    row("payerIP", code::PAYER_IP, Optional, 256, Later),
    row("orderId", code::ORDER_ID, Required, 30, Number),
    row("orderAmount", code::ORDER_AMOUNT, Required, 10, Amount),
    row("orderTime", code::ORDER_TIME, Required, 14, Time),
    row("orderTimestamp", code::TIMESTAMP, Optional, 14, Later),
    row("productName", code::PRODUCT_NAME, RequiredOnMobile, 256, Text),
    row("productNum", code::PRODUCT_NUM, Optional, 8, Digits),
    row("productId", code::PRODUCT_ID, Optional, 20, Number),
    row("productDesc", code::PRODUCT_DESC, Optional, 400, Text),
    row("ext1", code::EXT1, Optional, 128, Text),
    row("ext2", code::EXT2, Optional, 128, Text),
    row("payType", code::PAY_TYPE, Required, 4, Among(PAY_TYPES)),
    row("bankId", code::BANK_ID, Optional, 8, Word),
    row("cardIssuer", code::CARD_ISSUER, Optional, 20, Later),
    row("cardNum", code::CARD_NUMBER, Optional, 19, Later),
    row("remitType", code::PARAMETERS, Optional, 2, Among(&["1", "2"])),
    row("remitCode", code::REMIT_CODE, Optional, 30, Later),
    row("redoFlag", code::REDO_FLAG, Optional, 1, Among(&["0", "1"])),
    row("pid", code::PID, Optional, 30, Digits),
    row("submitType", code::PARAMETERS, Optional, 2, Among(&["00", "01"])),
    row("orderTimeOut", code::PARAMETERS, Optional, 10, Validity),
    row("extDataType", code::EXT_DATA_TYPE, Optional, 10, Later),
    row("extDataContent", code::EXT_DATA, Optional, 1024, Later),
];

/// The fields as texts, when each follows the table.
pub(super) fn read(received: &Listed<'_>, charset: Charset, cashier: Cashier) -> Result<Fields, Code> {
    let mut fields = Fields::default();
    for rule in TABLE {
        let Some(bytes) = received.get(rule.name) else {
            match rule.presence {
                Required => return Err(rule.code),
                RequiredOnMobile if cashier == Cashier::Mobile => return Err(rule.code),
                _ => continue,
            }
        };
        let text = charset.decode(bytes).map_err(|_| rule.code)?;
        // An address, a time or a code of later steps that is too long is wrong there, by its form.
        if !matches!(rule.class, Later) && text.chars().count() > rule.most || !rule.class.takes(&text) {
            return Err(rule.code);
        }
        fields.insert(rule.name, text.into_owned());
    }
    // A contact without its kind is found where the kind should stand.
    if fields.has("payerContact") && !fields.has("payerContactType") {
        return Err(code::CONTACT_TYPE);
    }
    if !contact_fits(fields.text("payerContactType"), fields.get("payerContact")) {
        return Err(code::CONTACT);
    }
    if matches!(fields.text("payerIdType"), "3" | "4") && !fields.has("payerId") {
        return Err(code::PARAMETERS);
    }
    Ok(fields)
}

/// The amount of fields that follow the table.
pub(super) fn amount(fields: &Fields) -> Result<Fen, Code> {
    Fen::parse_fen(fields.text("orderAmount")).map_err(|_| code::ORDER_AMOUNT)
}

impl Class {
    fn takes(self, text: &str) -> bool {
        let bytes = |test: fn(u8) -> bool| text.bytes().all(test);
        match self {
            Text => !text.chars().any(char::is_control),
            Digits => bytes(|b| b.is_ascii_digit()),
            Number => bytes(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) && !text.starts_with(['-', '_']),
            Word => bytes(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')),
            Amount => bytes(|b| b.is_ascii_digit()) && !text.starts_with('0'),
            Time => BeijingTime::parse_compact(text).is_ok(),
            Validity => bytes(|b| b.is_ascii_digit()) && text.parse::<u32>().is_ok_and(|seconds| seconds <= 2_592_000),
            Among(list) => list.contains(&text),
            Later => true,
        }
    }
}

/// Whether a contact is what its type says.
fn contact_fits(kind: &str, contact: Option<&str>) -> bool {
    match (kind, contact) {
        ("1", Some(mail)) => mail.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.')),
        ("2", Some(phone)) => phone.len() == 11 && phone.bytes().all(|b| b.is_ascii_digit()),
        _ => true,
    }
}
