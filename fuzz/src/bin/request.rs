//! Requests: what is accepted and may be sent is written as a document that is accepted as the same request.
#![no_main]

use cnpay_fuzz::{each_operation, mutate, rewrite};
use kq_xml::{Document, Operation, registry::Visitor, request_from_slice};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate(data, size, max_size, seed) });

fuzz_target!(|bytes: &[u8]| each_operation(Check(bytes)));

#[derive(Clone, Copy)]
struct Check<'a>(&'a [u8]);

impl Visitor for Check<'_> {
    type Output = ();

    fn visit<O: Operation>(self) {
        let Ok(request) = request_from_slice::<O>(self.0) else { return };
        assert!(Document::from_slice(self.0).is_ok(), "whatever is read exactly can be read tolerantly");
        rewrite(&request);
    }
}
