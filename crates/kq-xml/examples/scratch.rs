use kq_xml::*;
use quick_xml::{Reader, events::Event};
use std::{hint::black_box, time::Instant};
const REPLY: &str = include_str!("../tests/samples/purchase_reply.xml");
#[derive(serde::Deserialize)]
struct Generic {
    #[serde(rename = "TxnMsgContent")]
    #[allow(dead_code)]
    content: Tr2,
}
fn best(name: &str, mut f: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..20000 {
        let t = Instant::now();
        for _ in 0..10 {
            f();
        }
        best = best.min(t.elapsed().as_nanos() as f64 / 10.0);
    }
    println!("{name} {best:.0} ns");
    best
}
fn main() {
    let a = best("events", || {
        let mut r = Reader::from_reader(black_box(REPLY.as_bytes()));
        while r.read_event().unwrap() != Event::Eof {}
    });
    let b = best("ours", || {
        black_box(from_slice::<Purchase>(black_box(REPLY.as_bytes())).unwrap());
    });
    let c = best("generic", || {
        black_box(quick_xml::de::from_str::<Generic>(black_box(REPLY)).unwrap());
    });
    use paywire::{flat::*, xml::*};
    best("new", || {
        black_box(XmlReader::new(black_box(REPLY.as_bytes()), NAMESPACE, Strictness::Tolerant, LIMITS).unwrap());
    });
    best("utf8", || {
        black_box(std::str::from_utf8(black_box(REPLY.as_bytes())).unwrap());
    });
    best("root", || {
        let mut r = XmlReader::new(black_box(REPLY.as_bytes()), NAMESPACE, Strictness::Tolerant, LIMITS).unwrap();
        black_box(r.root().unwrap());
    });
    best("walk", || {
        let mut r = XmlReader::new(black_box(REPLY.as_bytes()), NAMESPACE, Strictness::Tolerant, LIMITS).unwrap();
        r.root().unwrap();
        let mut depth = 1;
        while depth > 0 {
            match r.next().unwrap() {
                Some(Item::Branch(_)) => depth += 1,
                None => depth -= 1,
                x => {
                    black_box(x);
                }
            }
        }
        r.finish().unwrap();
    });
    best("17 strings", || {
        let v: [String; 17] = std::array::from_fn(|i| black_box(&REPLY[i * 10..i * 10 + 14]).to_owned());
        black_box(&v);
    });
    let d = best("allocs", || {
        let r = from_slice::<Purchase>(REPLY.as_bytes());
        black_box(&r);
    });
    let _ = d;
    println!("ours/events {:.2}  generic/ours {:.2}", b / a, c / b);
}
