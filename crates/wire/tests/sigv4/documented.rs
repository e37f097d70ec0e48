//! The examples in AWS's documentation: a request to IAM, and those to S3 whose path is the same by the rules
//! of S3 and by ours.

use chirrup_wire::Secret;
use chirrup_wire::sigv4::{Credentials, Scope};

use crate::sent::{EXAMPLE_MILLIS, Sent, example_credentials};

/// AWS documentation, "Create a signed AWS API request": `ListUsers`.
#[test]
fn the_documented_iam_request_is_verified() {
    let scope = Scope { region: "us-east-1", service: "iam" };
    let request = Sent::get("iam.amazonaws.com", "/", "Action=ListUsers&Version=2010-05-08")
        .with("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
        .with("X-Amz-Date", "20150830T123600Z")
        .with(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
             SignedHeaders=content-type;host;x-amz-date, \
             Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        );
    assert!(request.verified(&example_credentials(), scope, EXAMPLE_MILLIS).is_ok());
}

/// Amazon S3 documentation, "Authenticating requests": `2013-05-24T00:00:00Z`.
#[test]
fn the_documented_s3_requests_come_out() {
    let millis = 1_369_353_600_000;
    let scope = Scope { region: "us-east-1", service: "s3" };
    let host = "examplebucket.s3.amazonaws.com";
    let credentials = Credentials {
        access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
        secret_access_key: Secret::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        session_token: None,
    };
    for (request, signature) in [
        (
            Sent::get(host, "/test.txt", "").with("Range", "bytes=0-9"),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            Sent::get(host, "/", "lifecycle"),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
        (
            Sent::get(host, "/", "max-keys=2&prefix=J"),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ] {
        let signed = request.signed(&credentials, scope, millis);
        assert!(signed.header("authorization").ends_with(signature));
        assert!(signed.verified(&credentials, scope, millis).is_ok());
    }
    let query = "X-Amz-Algorithm=AWS4-HMAC-SHA256\
        &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
        &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
        &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    let mut address = Sent::get(host, "/test.txt", query);
    address.payload_hash = "UNSIGNED-PAYLOAD".into();
    for at in [millis, millis + 86_400_000] {
        assert!(address.verified_presigned(&credentials, scope, at).is_ok());
    }
}
