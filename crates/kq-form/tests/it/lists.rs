//! The lists are the specification's, and the structs are the lists.

use kq_form::{
    NOTICE, Operation, PAY, Pay, QUERY, QUERY_ITEM, QUERY_REPLY, Query, REFUND, REFUND_QUERY, REFUND_QUERY_ITEM, REFUND_QUERY_REPLY,
    REMIT_REPLY, Refund, RefundQuery, Remit, SignedList, Timestamp, is_reserved,
    notice::PayNotice,
    op::{
        query::{QueriedOrder, QueryReply},
        refund_query::{QueriedRefund, RefundQueryReply},
        remit::RemitReply,
    },
};
use paywire::flat::field_names;
use serde::de::DeserializeOwned;

#[track_caller]
fn same<T: DeserializeOwned>(list: &SignedList) {
    assert_eq!(field_names::<T>(), list.fields, "{}", list.name);
}

#[test]
fn a_struct_has_the_fields_of_its_list_in_their_order() {
    same::<Pay>(&PAY);
    same::<PayNotice>(&NOTICE);
    same::<RemitReply>(&REMIT_REPLY);
    same::<Query>(&QUERY);
    same::<QueryReply>(&QUERY_REPLY);
    same::<QueriedOrder>(&QUERY_ITEM);
    same::<RefundQuery>(&REFUND_QUERY);
    same::<RefundQueryReply>(&REFUND_QUERY_REPLY);
    same::<QueriedRefund>(&REFUND_QUERY_ITEM);
    // One more field, which is not signed.
    assert_eq!(field_names::<Refund>(), [REFUND.fields, &["payeeidsrc"]].concat());
    // The payment without what an offline order has no use for.
    let without: Vec<_> = PAY.fields.iter().filter(|field| !LEFT_OUT.contains(field)).copied().collect();
    assert_eq!(field_names::<Remit>(), without);
    assert!(field_names::<Timestamp>().is_empty());
}

const LEFT_OUT: [&str; 5] = ["payerIdType", "payerId", "bankId", "cardIssuer", "cardNum"];

#[test]
fn presets_are_fields() {
    fn check<O: Operation>() {
        for preset in O::PRESETS {
            assert!(field_names::<O>().contains(preset), "{}: {preset}", O::ID);
        }
    }
    check::<Pay>();
    check::<Remit>();
    check::<Query>();
    check::<Refund>();
    check::<RefundQuery>();
    check::<Timestamp>();
}

#[test]
fn what_the_gateway_appends_is_reserved_in_any_case() {
    for name in NOTICE.fields.iter().chain([&"signMsg", &"ORDERID", &"signmsg"]) {
        assert!(is_reserved(name), "{name}");
    }
    for name in ["order", "sign", "terminalIp", "bgUrl", ""] {
        assert!(!is_reserved(name), "{name}");
    }
}
