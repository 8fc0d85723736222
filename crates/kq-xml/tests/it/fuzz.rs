//! Bytes nobody meant: no panic, and nothing read that was not written.

use kq_xml::{
    AuthorizationCode, Confirm, Document, ExtMap, GetDynNum, IndAuth, IndAuthVerify, InstallmentPurchase, Operation, PciDel, PciQuery,
    Preauth, Purchase, QueryCardinfo, QueryTxn, QuickPurchase, Refund, SignedPart, Tr2, Tr3, Tr4, Void, from_slice, masked, reply_to_vec,
    request_from_slice, to_vec,
};
use paycore::{BeijingTime, Fen, Sensitive};
use proptest::{collection::vec, option, prelude::*, sample::Index};

use crate::{
    samples::{ALL, purchase},
    tr3::notice,
};

/// Reads `bytes` in every way there is.
fn read_all(bytes: &[u8]) {
    fn operation<O: Operation>(bytes: &[u8]) {
        let _ = from_slice::<O>(bytes);
        let _ = request_from_slice::<O>(bytes);
    }
    operation::<IndAuth>(bytes);
    operation::<IndAuthVerify>(bytes);
    operation::<Purchase>(bytes);
    operation::<QueryTxn>(bytes);
    operation::<PciQuery>(bytes);
    operation::<PciDel>(bytes);
    operation::<QueryCardinfo>(bytes);
    operation::<GetDynNum>(bytes);
    operation::<QuickPurchase>(bytes);
    operation::<Refund>(bytes);
    operation::<Void>(bytes);
    operation::<Preauth>(bytes);
    operation::<Confirm>(bytes);
    operation::<InstallmentPurchase>(bytes);
    let _ = Document::from_slice(bytes);
    let _ = Tr4::from_slice(bytes);
    let _ = masked(bytes);
    let found = [SignedPart::find(bytes).ok(), SignedPart::find_in_gb18030(bytes, None), SignedPart::find_in_gb18030(bytes, Some("GBK"))];
    for signed in found.into_iter().flatten() {
        let _ = Tr3::read(signed.message(), signed.cut());
        let _ = Tr3::document(signed.message());
    }
    for cut in [0, 1, bytes.len() / 2, bytes.len(), usize::MAX] {
        let _ = Tr3::read(bytes, cut);
    }
}

#[derive(Debug, Clone)]
enum Change {
    Flip(Index, u8),
    Cut(Index, Index),
    Insert(Index, &'static [u8]),
    Splice(Index, Index, Index),
}

/// Pieces that a parser may trip over.
const PIECES: [&[u8]; 24] = [
    b"<",
    b">",
    b"&",
    b";",
    b"\"",
    b"'",
    b"/",
    b"!",
    b"?",
    b"=",
    b" ",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"&#x0;",
    b"<a>",
    b"</a>",
    b"<a/>",
    b"<signature>",
    b"</signature>",
];

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<Index>(), 0u8..8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Cut(from, to)),
        (any::<Index>(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Insert(at, PIECES[piece])),
        (any::<Index>(), any::<Index>(), any::<Index>()).prop_map(|(from, to, at)| Change::Splice(from, to, at)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    let range = |from: &Index, to: &Index, len: usize| {
        let (from, to) = (from.index(len + 1), to.index(len + 1));
        from.min(to)..from.max(to)
    };
    for change in changes {
        match change {
            Change::Flip(at, bit) if !bytes.is_empty() => {
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
            }
            Change::Flip(..) => {}
            Change::Cut(from, to) => drop(bytes.drain(range(from, to, bytes.len()))),
            Change::Insert(at, piece) => {
                let at = at.index(bytes.len() + 1);
                bytes.splice(at..at, piece.iter().copied());
            }
            Change::Splice(from, to, at) => {
                let piece = bytes[range(from, to, bytes.len())].to_vec();
                let at = at.index(bytes.len() + 1);
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

/// A sample, or the notice, with a few changes.
pub(crate) fn mutated() -> impl Strategy<Value = Vec<u8>> {
    (0..=ALL.len(), vec(change(), 1..4)).prop_map(|(sample, changes)| {
        let sample = ALL.get(sample).map_or_else(notice, |sample| (*sample).to_owned());
        changed(sample.into_bytes(), &changes)
    })
}

fn text(max: usize) -> impl Strategy<Value = String> {
    // No blanks at the ends: the wire does not carry them.
    proptest::string::string_regex(&format!("[!-~一-龥&<>\"']([ -~一-龥😀&<>]{{0,{}}}[!-~一-龥])?", max - 2)).expect("a pattern")
}

prop_compose! {
    fn any_purchase()(
        order in "[A-Za-z0-9_-]{1,32}",
        seconds in 0i64..4_000_000_000,
        fen in 1u64..100_000_000_000,
        customer in text(32),
        card in option::of("[0-9]{10}"),
        token in text(32),
        bank in option::of("[A-Z]{1,6}"),
        ext1 in option::of(text(32)),
        extra in text(20),
    ) -> Purchase {
        Purchase {
            external_ref_number: order,
            entry_time: BeijingTime::from_unix_seconds(seconds),
            amount: Fen::new(fen),
            customer_id: customer,
            storable_card_no: card,
            pay_token: Some(token.into()),
            bank_id: bank,
            ext1,
            ext_map: ExtMap::agreement().and("mine", extra),
            ..purchase()
        }
    }
}

prop_compose! {
    fn any_reply()(amount in option::of(text(12)), issuer in option::of(text(64)), approval in option::of("[0-9 ]{1,5}[0-9]"), token in option::of(text(19))) -> Tr2 {
        Tr2 {
            amount,
            issuer,
            authorization_code: approval.map(AuthorizationCode),
            pay_token: token.map(Sensitive::from),
            ..Tr2::default()
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes(bytes in vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }

    #[test]
    fn arbitrary_pieces(pieces in vec((0..PIECES.len()).prop_map(|piece| PIECES[piece]), 0..60)) {
        read_all(&pieces.concat());
    }

    #[test]
    fn mutated_samples(bytes in mutated()) {
        read_all(&bytes);
    }

    #[test]
    fn a_purchase_survives_the_wire(order in any_purchase()) {
        let bytes = to_vec(&order).expect("every rule holds");
        prop_assert_eq!(request_from_slice::<Purchase>(&bytes), Ok(order));
    }

    #[test]
    fn a_reply_survives_the_wire(reply in any_reply()) {
        let bytes = reply_to_vec::<Purchase>(None, Some(&reply), None).expect("writable");
        prop_assert_eq!(from_slice::<Purchase>(&bytes).expect("a reply").content, Some(reply));
    }

    /// What is read of a notice is never a field that stood in the signature's place or was not in the signed bytes.
    #[test]
    fn a_notice_is_read_from_the_signed_bytes_alone(bytes in mutated()) {
        if let Ok(signed) = SignedPart::find(&bytes) {
            prop_assert!(!signed.message().windows(10).any(|part| part.eq_ignore_ascii_case(b"<signature")));
            prop_assert!(signed.message().len() < bytes.len());
        }
    }
}
