//! Step 5: fields that belong together. Section 2.2.

use super::super::{
    account::Account,
    bank,
    code::{self, Code},
    fields::Fields,
    state::State,
};
use crate::address;

pub(super) fn check(fields: &Fields, account: &Account, state: &State) -> Result<(), Code> {
    return_addresses(fields)?;
    direct_bank(fields, account)?;
    prepaid_card(fields)?;
    extended_data(fields)?;
    remittance(fields, account, state)
}

fn return_addresses(fields: &Fields) -> Result<(), Code> {
    let given: Vec<_> = ["pageUrl", "bgUrl"].into_iter().filter_map(|name| fields.get(name)).collect();
    let right = |url: &&str| url.chars().count() <= 256 && address::is_absolute(url);
    if !given.is_empty() && given.iter().all(right) { Ok(()) } else { Err(code::RETURN_ADDRESS) }
}

/// A bank that is named skips the cashier's list, or narrows quick pay.
fn direct_bank(fields: &Fields, account: &Account) -> Result<(), Code> {
    let pay_type = fields.text("payType");
    let Some(id) = fields.get("bankId") else {
        return if matches!(pay_type, "10-1" | "10-2") { Err(code::DIRECT_BANK) } else { Ok(()) };
    };
    let direct = matches!(pay_type, "10" | "10-1" | "10-2" | "14");
    if direct && !account.direct_banks {
        return Err(code::NO_DIRECT_BANKS);
    }
    let allowed = direct || matches!(pay_type, "21" | "21-1" | "21-2");
    if allowed && bank::find(pay_type, id).is_some() { Ok(()) } else { Err(code::DIRECT_BANK) }
}

fn prepaid_card(fields: &Fields) -> Result<(), Code> {
    if let Some(number) = fields.get("cardNum") {
        let fits = number.len() <= 19 && number.bytes().all(|b| b.is_ascii_digit());
        if !fits || !matches!(fields.text("payType"), "15" | "15-1" | "15-2" | "17") {
            return Err(code::CARD_NUMBER);
        }
    }
    match fields.get("cardIssuer") {
        Some("99BILL" | "99BILL_EAP") => Ok(()),
        Some(_) => Err(code::CARD_ISSUER),
        None if fields.has("cardNum") => Err(code::NO_CARD_ISSUER),
        None => Ok(()),
    }
}

fn extended_data(fields: &Fields) -> Result<(), Code> {
    match (fields.get("extDataType"), fields.get("extDataContent")) {
        (None, None) => Ok(()),
        (Some("NB2"), Some(content)) => {
            let fits = content.strip_prefix("<NB2>{").is_some_and(|rest| rest.ends_with("}</NB2>"));
            if fits && content.chars().count() <= 1024 { Ok(()) } else { Err(code::EXT_DATA) }
        }
        (Some("NB2"), None) => Err(code::EXT_DATA),
        _ => Err(code::EXT_DATA_TYPE),
    }
}

/// An offline order of the back end, and nothing else, comes with `submitType` 01.
fn remittance(fields: &Fields, account: &Account, state: &State) -> Result<(), Code> {
    if fields.text("submitType") != "01" {
        return Ok(());
    }
    if fields.text("payType") != "13" {
        return Err(code::PAY_TYPE);
    }
    if !fields.has("remitType") {
        return Err(code::PARAMETERS);
    }
    let code = fields.get("remitCode").filter(|code| is_remit_code(code)).ok_or(code::REMIT_CODE)?;
    if state.has_remit_code(&account.account, code) { Err(code::REMIT_CODE_USED) } else { Ok(()) }
}

/// `M****M****`: a second `M`, with something before and behind it.
fn is_remit_code(code: &str) -> bool {
    let Some(rest) = code.strip_prefix('M') else { return false };
    let second = rest.char_indices().skip(1).any(|(at, c)| c == 'M' && at + 1 < rest.len());
    second && code.len() <= 30 && code.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::is_remit_code;

    #[test]
    fn remit_codes() {
        for (code, fits) in
            [("M1234M567890123", true), ("MaMb", true), ("MMMM", true), ("MM1", false), ("M1M", false), ("M1-M2", false), ("", false)]
        {
            assert_eq!(is_remit_code(code), fits, "{code}");
        }
    }
}
