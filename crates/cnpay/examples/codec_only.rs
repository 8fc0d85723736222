//! A codec alone: messages of 99bill's gateway to bytes and back, without a connection, a key or a clock.
//!
//! In a project of yours this needs one dependency, `kq-form`, and not the façade.
#![allow(clippy::print_stdout, reason = "an example tells what it does")]

use kq_form::{Signing, notice};
use paywire::charset::Charset;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What 99bill appends to the address that you gave for notices.
    let query = b"merchantAcctId=1001163778801&version=v2.0&language=1&signType=1&payType=10&orderId=ORDER-1&orderTime=20260301101500\
        &orderAmount=8860&dealId=10000001&dealTime=20260301101700&payAmount=8860&fee=&payResult=10&errCode=&signMsg=0D80";
    let listed = notice::parse(query)?;

    // What the signature covers: the order of the list, without empty fields, up to where the key is appended.
    let base = String::from_utf8(listed.base(Signing::Md5))?;
    println!("{base}");
    assert!(base.starts_with("merchantAcctId=1001163778801&version=v2.0&"));
    assert!(base.ends_with("&payAmount=8860&payResult=10&key="), "fee and errCode are empty");

    // Nothing of it is believed yet: verify `signed` with your key, then read it. The façade has a type for each of these steps, so that
    // none can be left out.
    let signed = listed.for_md5();
    let notice = signed.read::<kq_form::PayNotice>(Charset::Utf8)?;
    println!("{:?}: payResult {:?}", notice.order_id, notice.pay_result);
    assert_eq!((notice.order_id.as_deref(), notice.pay_result.as_deref()), (Some("ORDER-1"), Some("10")));

    // A field twice leaves open which one was meant, so it is no notice at all.
    let twice = [query.as_slice(), b"&payResult=11"].concat();
    println!("{}", notice::parse(&twice).expect_err("payResult stands twice"));
    Ok(())
}
