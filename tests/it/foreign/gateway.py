"""A gateway of agreement pay that shares nothing with cnpay: Python's TLS, HTTP and XML.

Usage: gateway.py CERTIFICATE KEY CLIENT_CA LOGIN
It prints its port, then for every request one line of JSON: what it found wrong, or null. What is right is answered as the
specification says, with an echo of the request.
"""

import base64
import http.server
import json
import ssl
import sys
import xml.etree.ElementTree as xml

NAMESPACE = "http://www.99bill.com/mas_cnp_merchant_interface"
DEBIT = """interactiveStatus! spFlag! txnType! merchantId! terminalId! externalRefNumber! entryTime! amount! {} customerId!
    storableCardNo payToken settleMerchantId bankId tr3Url ext1 extMap!"""
# Path and txnType: content element, fields in their order with ! behind the required, answering element, fields that it repeats.
OPERATIONS = {
    ("/cnp/ind_auth", None): ("indAuthContent", """merchantId! terminalId! customerId! externalRefNumber! pan! cardHolderName idType
        cardHolderId expiredDate cvv2 phoneNO! bindType""", "indAuthContent", "merchantId terminalId customerId externalRefNumber"),
    ("/cnp/ind_auth_verify", None): ("indAuthDynVerifyContent", """merchantId! terminalId customerId! externalRefNumber! pan! validCode!
        token! phoneNO!""", "indAuthDynVerifyContent", "merchantId customerId externalRefNumber"),
    ("/cnp/purchase", "PUR"): ("TxnMsgContent", DEBIT.format(""), "TxnMsgContent", None),
    ("/cnp/purchase", "QuickPay"): ("TxnMsgContent", """interactiveStatus! spFlag! txnType! merchantId! terminalId! externalRefNumber!
        entryTime! amount! cardNo expiredDate cvv2 storableCardNo customerId! cardHolderName idType cardHolderId tr3Url extMap!""",
        "TxnMsgContent", None),
    ("/cnp/query_txn", None): ("QryTxnMsgContent", """externalRefNumber refNumber txnType! merchantId! terminalId settleMerchantId
        txnStatus""", "TxnMsgContent", "txnType merchantId terminalId externalRefNumber"),
    ("/cnp/pci_del", None): ("PciDeleteContent", "merchantId! customerId! payToken pan storablePan bankId!", "PciDeleteContent",
        "merchantId customerId storablePan bankId"),
    ("/cnp/pci_query", None): ("PciQueryContent", """merchantId! terminalId customerId! cardType! bindType storablePan payToken
        bankId""", "PciQueryContent", "merchantId customerId cardType"),
    ("/cnp/query_cardinfo", None): ("QryCardContent", "txnType! cardNo!", "CardInfoContent", "cardNo"),
    ("/cnp/getDynNum", None): ("GetDynNumContent", """merchantId! customerId! externalRefNumber! cardHolderName idType cardHolderId pan
        storablePan bankId expiredDate cvv2 phoneNO amount!""", "GetDynNumContent", "merchantId customerId"),
    ("/cnp/refund", "RFD"): ("TxnMsgContent", """interactiveStatus! txnType! merchantId! terminalId! entryTime! amount!
        externalRefNumber! origRefNumber!""", "TxnMsgContent", None),
    ("/cnp/void", "VTX"): ("TxnMsgContent", """interactiveStatus! txnType! merchantId! terminalId! entryTime! orignalTxnType! amount!
        externalRefNumber! refNumber!""", "TxnMsgContent", None),
    ("/cnp/preauth", "PRE"): ("TxnMsgContent", DEBIT.format(""), "TxnMsgContent", None),
    ("/cnp/confirm", "CFM"): ("TxnMsgContent", """interactiveStatus! txnType! merchantId! terminalId! externalRefNumber! entryTime!
        amount! authorizationCode! cardNo customerId origRefNumber""", "TxnMsgContent", None),
    ("/cnp/installment_purchase", "INP"): ("TxnMsgContent", DEBIT.format("termInMonths!"), "TxnMsgContent", None),
}
TR2 = "txnType amount merchantId terminalId entryTime externalRefNumber"


def local(element):
    return element.tag.removeprefix("{%s}" % NAMESPACE)


def wrong(path, headers, body, login):
    """What is wrong with a request, or None; its operation and its fields."""
    if headers["Authorization"] != "Basic " + base64.b64encode(login.encode()).decode():
        return "Authorization", None, {}
    if headers["Content-Length"] is None or headers["Transfer-Encoding"] is not None:
        return "not sent with a Content-Length", None, {}
    if not body.startswith(b'<?xml version="1.0" encoding="UTF-8"?><MasMessage xmlns="') or b"\n" in body:
        return "not one line with a declaration", None, {}
    root = xml.fromstring(body)
    children = list(root)
    if root.tag != "{%s}MasMessage" % NAMESPACE or root.attrib or len(children) != 2:
        return "the envelope", None, {}
    version, content = children
    if local(version) != "version" or version.text != "1.0":
        return "the version", None, {}
    fields = {local(field): field.text or "" for field in content}
    kind = "QuickPay" if fields.get("spFlag") == "QuickPay" else fields.get("txnType")
    operation = OPERATIONS.get((path, kind)) or OPERATIONS.get((path, None))
    if operation is None:
        return "no operation of that path and type", None, {}
    element, table, _, _ = operation
    if local(content) != element:
        return "the content element", operation, fields
    names = [name.rstrip("!") for name in table.split()]
    sent = [local(field) for field in content]
    if sent != [name for name in names if name in sent] or len(sent) != len(set(sent)):
        return "the order of the fields: " + " ".join(sent), operation, fields
    missing = [name[:-1] for name in table.split() if name.endswith("!") and name[:-1] not in sent]
    if missing:
        return "missing: " + " ".join(missing), operation, fields
    for pair in content.find("{%s}extMap" % NAMESPACE) or []:
        if local(pair) != "extDate" or [local(part) for part in pair] != ["key", "value"]:
            return "the extMap", operation, fields
    empty = [name for name, text in fields.items() if not text and name != "extMap"]
    return ("empty: " + " ".join(empty) if empty else None), operation, fields


def reply(operation, fields):
    _, _, answer, echo = operation
    root = xml.Element("MasMessage", {"xmlns": NAMESPACE})
    content = xml.SubElement(root, answer)
    for name in (echo or TR2).split():
        if name in fields:
            xml.SubElement(content, name).text = fields[name]
    said = {"responseCode": "00", "responseTextMessage": "交易成功 <&>"}
    if answer == "TxnMsgContent":
        said["interactiveStatus"] = "TR2"
        said["refNumber"] = "990000000101"
    if operation[0] == "QryTxnMsgContent":
        said = {"amount": "88.60", "txnStatus": "S", "responseCode": "00"}
    if answer == "CardInfoContent":
        said = {"validFlag": "1"}
    if answer == "indAuthContent":
        said["token"] = "9000177"
    if answer == "indAuthDynVerifyContent":
        said["payToken"] = "8190000000000000017"
    for name, text in said.items():
        xml.SubElement(content, name).text = text
    return xml.tostring(root, encoding="utf-8", xml_declaration=True)


class Gateway(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        problem, operation, fields = wrong(self.path, self.headers, body, sys.argv[4])
        print(json.dumps(problem), flush=True)
        answer = reply(operation, fields) if problem is None else b""
        self.send_response(200 if problem is None else 500)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def main():
    certificate, key, client_ca, _ = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.load_verify_locations(client_ca)
    context.verify_mode = ssl.CERT_REQUIRED
    server = http.server.HTTPServer(("127.0.0.1", 0), Gateway)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
