#!/bin/sh
# A time-stamping authority for tests: make_tsa.sh FOLDER. Makes in FOLDER, with openssl: ca.pem, the certificate that it leads to;
# tsa.pem and tsa.key; tsa.cnf for `openssl ts -reply`, and reject.cnf, with which every query for SHA-256 is rejected.
set -eu
mkdir -p "$1"
cd "$1"
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }

key ca.key
openssl req -x509 -new -key ca.key -subj "/O=Test/CN=Test Root" -days 3650 -out ca.pem
key tsa.key
openssl req -new -key tsa.key -subj "/O=Test/CN=Test TSA" -out tsa.csr
cat >tsa.ext <<'END'
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
END
openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 365 -extfile tsa.ext -out tsa.pem
for name in tsa reject; do
  digests=sha256
  [ "$name" = tsa ] || digests=sha512
  cat >"$name.cnf" <<END
[tsa]
default_tsa = it
[it]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.55555.1
digests = $digests
ess_cert_id_alg = sha256
END
done
