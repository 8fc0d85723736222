//! No debug print of anything shows a secret.

use std::fmt::Debug;

use kq_xml::{Document, ExtMap, Operation, Purchase, SignedPart, Tr3, from_slice, masked, op, request_from_slice};
use paywire::{
    flat::{Node, Source},
    xml::{Strictness, XmlReader, XmlWriter},
};

use crate::{
    cards::{GET_DYN_NUM_REPLY, PCI_DEL_REPLY, PCI_QUERY_REPLY, QUERY_CARDINFO_REPLY, get_dyn_num, pci_del, pci_query, query_cardinfo},
    samples::{
        ALL, IND_AUTH, IND_AUTH_REPLY, IND_AUTH_VERIFY, IND_AUTH_VERIFY_REPLY, PURCHASE, PURCHASE_REPLY, ind_auth, ind_auth_verify,
        purchase,
    },
    tr3::notice,
    transactions::{confirm, installment_purchase, preauth, quick_purchase},
};

/// The values of the samples that section 2.6 calls sensitive.
const SECRETS: [&str; 9] = [
    "6299990000000012348",
    "张三",
    "990000199001010017",
    "13900000000",
    "246810",
    "9000177",
    "8190000000000000017",
    "6299980000005678",
    "9000211",
];

#[track_caller]
fn silent(value: &impl Debug) {
    let printed = format!("{value:?} {value:#?}");
    for secret in SECRETS {
        assert!(!printed.contains(secret), "{secret} in {printed}");
        assert!(!printed.contains(&format!("{:?}", secret.as_bytes())), "the bytes of {secret} in {printed}");
    }
}

fn silent_reply<O: Operation>(document: &str) {
    silent(&from_slice::<O>(document.as_bytes()).expect("a reply"));
}

#[test]
fn messages() {
    silent(&ind_auth());
    silent(&op::IndAuth { expired_date: Some("246810".into()), cvv2: Some("246810".into()), ..ind_auth() });
    silent(&ind_auth_verify());
    silent(&purchase());
    silent(&Purchase { ext_map: ExtMap::agreement().and("mine", SECRETS[0]), ..purchase() });
    silent(&request_from_slice::<Purchase>(PURCHASE.as_bytes()).expect("a request"));
    silent_reply::<op::IndAuth>(IND_AUTH_REPLY);
    silent_reply::<op::IndAuthVerify>(IND_AUTH_VERIFY_REPLY);
    silent_reply::<Purchase>(&PURCHASE_REPLY.replace("<cardOrg>", "<payToken>8190000000000000017</payToken><cardOrg>"));
    silent_reply::<op::QueryTxn>(&PURCHASE_REPLY.replace("<cardOrg>", "<payToken>8190000000000000017</payToken><cardOrg>"));
    silent(&Tr3 { pay_token: Some(SECRETS[6].into()), ..Tr3::default() });
}

#[test]
fn messages_about_cards() {
    silent(&op::PciDel { pan: Some(SECRETS[0].into()), ..pci_del() });
    silent(&op::PciQuery { pay_token: Some(SECRETS[6].into()), ..pci_query() });
    silent(&query_cardinfo());
    silent(&op::GetDynNum { expired_date: Some(SECRETS[4].into()), cvv2: Some(SECRETS[4].into()), ..get_dyn_num() });
    let told = format!("<payToken>{}</payToken><pan>{}</pan>", SECRETS[6], SECRETS[0]);
    silent_reply::<op::PciDel>(&PCI_DEL_REPLY.replace("<pan></pan>", &told));
    silent_reply::<op::PciQuery>(PCI_QUERY_REPLY);
    silent_reply::<op::QueryCardinfo>(QUERY_CARDINFO_REPLY);
    silent_reply::<op::GetDynNum>(GET_DYN_NUM_REPLY);
}

#[test]
fn messages_of_transactions() {
    silent(&op::QuickPurchase { expired_date: Some(SECRETS[4].into()), cvv2: Some(SECRETS[4].into()), ..quick_purchase() });
    silent(&preauth());
    silent(&installment_purchase());
    silent(&op::Confirm { card_no: Some(SECRETS[0].into()), ..confirm() });
}

#[test]
fn what_no_table_lists() {
    let strange = PURCHASE_REPLY.replace("<cardOrg>", "<pan>6299990000000012348</pan><deep><name>张三</name></deep><cardOrg>");
    silent_reply::<Purchase>(&strange);
    silent_reply::<Purchase>(&strange.replace("</MasMessage>", "<Other><phone>13900000000</phone></Other></MasMessage>"));
    silent_reply::<op::QueryTxn>(&format!(
        "{}<QryTxnMsgContent><pan>{}</pan></QryTxnMsgContent></MasMessage>",
        strange.replace("</MasMessage>", ""),
        SECRETS[0]
    ));
    for document in ALL {
        silent(&Document::from_slice(document.as_bytes()).expect("a document"));
    }
    silent(&Node::branch("a", vec![Node::leaf("b", SECRETS[0])]));
}

#[test]
fn readers_and_writers() {
    for document in [IND_AUTH, IND_AUTH_VERIFY, PURCHASE] {
        let mut reader = XmlReader::new(document.as_bytes(), kq_xml::NAMESPACE, Strictness::Exact, kq_xml::LIMITS).expect("a reader");
        silent(&reader);
        reader.root().expect("a root");
        while let Ok(Some(item)) = reader.next() {
            silent(&item);
            silent(&reader);
        }
    }
    let mut writer = XmlWriter::new("");
    paywire::flat::write_struct(&ind_auth(), &mut writer).expect("writable");
    silent(&writer);
    assert!(writer.into_string().contains(SECRETS[0]), "the secret was there");
    silent(&SignedPart::find(notice().as_bytes()).expect("signed"));
}

#[test]
fn wire_logs() {
    for document in ALL {
        let log = masked(document.as_bytes());
        for secret in SECRETS {
            assert!(!log.contains(secret), "{secret} in {log}");
        }
    }
    assert!(masked(PURCHASE.as_bytes()).contains("<payToken>***</payToken>"));
}
