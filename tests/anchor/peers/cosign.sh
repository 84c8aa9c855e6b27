#!/bin/sh
# A cosignature made by openssl (c2sp.org/tlog-cosignature): cosign.sh FOLDER. FOLDER/text is a checkpoint's text. Makes a key,
# FOLDER/key.pub with its verifier key line, and FOLDER/line, the text cosigned at 2026-04-14T12:00:00Z.
set -eu
cd "$1"
name=witness.example/o
openssl genpkey -algorithm ed25519 -out key
{ printf '\004'; openssl pkey -in key -pubout -outform DER | tail -c 32; } >tagged
{ printf '%s\n' "$name"; cat tagged; } | openssl sha256 -binary | head -c 4 >id
{ printf 'cosignature/v1\ntime 1776168000\n'; cat text; } >message
openssl pkeyutl -sign -rawin -inkey key -in message -out signature
{ cat id; printf '\000\000\000\000\151\336\054\100'; cat signature; } >blob
printf '\342\200\224 %s %s\n' "$name" "$(openssl base64 -A -in blob)" >line
printf '%s+%s+%s\n' "$name" "$(od -An -tx1 id | tr -d ' \n')" "$(openssl base64 -A -in tagged)" >key.pub
