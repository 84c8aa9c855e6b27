#include "bylaw/anchor/time_stamp.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <cstdint>
#include <ctime>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/host.h"
#include "freed.h"
#include "record_text.h"
#include "signed_note.h"
#include "text.h"

namespace bylaw::anchor {
namespace {

using ledger::ErrorCode;
using ledger::Fail;

constexpr std::size_t kPemBytesMax = 1 << 20;
constexpr int kHttpOk = 200;

using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Signers =
    std::unique_ptr<STACK_OF(X509), Freed<+[](STACK_OF(X509) * s) { sk_X509_free(s); }>>;
using Store = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;
using Request = std::unique_ptr<TS_REQ, Freed<TS_REQ_free>>;
using Response = std::unique_ptr<TS_RESP, Freed<TS_RESP_free>>;
using Imprint = std::unique_ptr<TS_MSG_IMPRINT, Freed<TS_MSG_IMPRINT_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, Freed<X509_ALGOR_free>>;
using Number = std::unique_ptr<ASN1_INTEGER, Freed<ASN1_INTEGER_free>>;
using Verification = std::unique_ptr<TS_VERIFY_CTX, Freed<TS_VERIFY_CTX_free>>;

Bio Reading(std::string_view bytes) {
  return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

std::string Written(const Bio& bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

// libcrypto's words for what failed last, and an empty queue.
std::string CryptoWords() {
  const char* data = nullptr;
  int flags = 0;
  const auto code = ERR_peek_last_error_all(nullptr, nullptr, nullptr, &data, &flags);
  const char* const reason = ERR_reason_error_string(code);
  std::string words = reason != nullptr ? reason : "malformed";
  if ((flags & ERR_TXT_STRING) != 0 && data != nullptr && *data != '\0') {
    words.append(" (").append(data).append(")");
  }
  ERR_clear_error();
  return words;
}

tl::unexpected<ledger::Error> Bad(const std::string& why) {
  return Fail(ErrorCode::kBadSignature, "time stamp: " + why);
}

// Asks for a stamp of the text and for certificates. nullptr: libcrypto has no memory.
Request MakeRequest(std::string_view text) {
  Request request(TS_REQ_new());
  const Imprint imprint(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  ledger::Hash hash = ledger::HashOf(text);
  if (!request || !imprint || !algorithm ||
      X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) != 1 ||
      TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) != 1 ||
      TS_MSG_IMPRINT_set_msg(imprint.get(), hash.data(), static_cast<int>(hash.size())) != 1 ||
      TS_REQ_set_version(request.get(), 1) != 1 ||
      TS_REQ_set_msg_imprint(request.get(), imprint.get()) != 1 ||
      TS_REQ_set_cert_req(request.get(), 1) != 1) {
    return nullptr;
  }
  return request;
}

bool SetNonce(TS_REQ& request) {
  std::uint64_t value = 0;
  ledger::Host::System().Random(std::span(reinterpret_cast<std::uint8_t*>(&value), sizeof value));
  const Number nonce(ASN1_INTEGER_new());
  return nonce && ASN1_INTEGER_set_uint64(nonce.get(), value) == 1 &&
         TS_REQ_set_nonce(&request, nonce.get()) == 1;
}

// The whole of the bytes, or nothing.
Response ParseResponse(std::string_view bytes) {
  const std::uint8_t* at = ledger::AsBytes(bytes);
  Response response(d2i_TS_RESP(nullptr, &at, static_cast<int>(bytes.size())));
  if (at != ledger::AsBytes(bytes) + bytes.size()) return nullptr;
  return response;
}

std::optional<ledger::Timestamp> TimeOf(const TS_TST_INFO& info) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(TS_TST_INFO_get_time(&info), &parts) != 1) return std::nullopt;
  const std::time_t seconds = ::timegm(&parts);
  const ledger::Timestamp time{std::int64_t{seconds} * 1'000'000};
  if (!ledger::IsTimestamp(time)) return std::nullopt;
  return time;
}

std::string AuthorityOf(PKCS7& token) {
  const Signers signers(PKCS7_get0_signers(&token, nullptr, 0));
  const Bio text(BIO_new(BIO_s_mem()));
  if (!signers || sk_X509_num(signers.get()) == 0 || !text) return "";
  const X509_NAME* const subject = X509_get_subject_name(sk_X509_value(signers.get(), 0));
  X509_NAME_print_ex(text.get(), subject, 0, XN_FLAG_RFC2253);
  return Written(text);
}

}  // namespace

struct TsaRoots::State {
  std::vector<Certificate> certificates;

  // A store of its own for every verification: it holds the time to verify at.
  Store At(ledger::Timestamp time) const {
    Store store(X509_STORE_new());
    if (!store) return nullptr;
    for (const Certificate& certificate : certificates) {
      if (X509_STORE_add_cert(store.get(), certificate.get()) != 1) return nullptr;
    }
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), time.us / 1'000'000);
    return store;
  }
};

Result<TsaRoots> TsaRoots::Load(const std::string& path) {
  const auto pem = ledger::ReadWhole(ledger::Host::System(), path, kPemBytesMax);
  if (!pem) return tl::unexpected<ledger::Error>(pem.error());
  const Bio bio = Reading(*pem);
  auto state = std::make_shared<State>();
  while (bio) {
    Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!certificate) break;
    state->certificates.push_back(std::move(certificate));
  }
  ERR_clear_error();
  if (pem->size() <= kPemBytesMax && !state->certificates.empty()) return TsaRoots(state);
  return Fail(ErrorCode::kBadKey, path + " holds no certificates in PEM");
}

namespace {

// The response to the request, or to any that asks for the same stamp where that has no nonce.
Result<TimeStamp> Verify(std::string_view bytes, TS_REQ* request, const TsaRoots& roots) {
  const Response response = ParseResponse(bytes);
  if (!response) {
    ERR_clear_error();
    return Bad("the answer is not a time stamp response in DER");
  }
  const Verification verification(request != nullptr ? TS_REQ_to_TS_VERIFY_CTX(request, nullptr)
                                                     : nullptr);
  if (!verification) return Fail(ErrorCode::kIo, "libcrypto: " + CryptoWords());
  // Without a token, or one that states a time, the verification below says why.
  TS_TST_INFO* const info = TS_RESP_get_tst_info(response.get());
  const auto time = info != nullptr ? TimeOf(*info) : ledger::Timestamp{};
  if (!time) return Bad("its time is outside the years 1970 to 9999");
  Store store = roots.state().At(*time);
  if (!store) return Fail(ErrorCode::kIo, "libcrypto: " + CryptoWords());
  TS_VERIFY_CTX_set_store(verification.get(), store.release());
  TS_VERIFY_CTX_add_flags(verification.get(), TS_VFY_SIGNATURE);
  if (TS_RESP_verify_response(verification.get(), response.get()) != 1) return Bad(CryptoWords());
  return TimeStamp{*time, AuthorityOf(*TS_RESP_get_token(response.get()))};
}

}  // namespace

Result<TimeStamp> VerifyTimeStamp(std::string_view response, std::string_view note,
                                  const TsaRoots& roots) {
  const auto parsed = ParseSignedNote(note);
  if (!parsed) return tl::unexpected<ledger::Error>(parsed.error());
  return Verify(response, MakeRequest(parsed->text).get(), roots);
}

Result<std::string> RequestTimeStamp(Http& http, const std::string& url, std::string_view note,
                                     const TsaRoots& roots) {
  const auto parsed = ParseSignedNote(note);
  if (!parsed) return tl::unexpected<ledger::Error>(parsed.error());
  const Request request = MakeRequest(parsed->text);
  const Bio der(BIO_new(BIO_s_mem()));
  if (!request || !der || !SetNonce(*request) || i2d_TS_REQ_bio(der.get(), request.get()) != 1) {
    return Fail(ErrorCode::kIo, "libcrypto: " + CryptoWords());
  }
  auto answer = http.Post(url, "application/timestamp-query", Written(der));
  if (!answer) return tl::unexpected<ledger::Error>(std::move(answer.error()));
  if (answer->status != kHttpOk) {
    return Fail(ErrorCode::kIo, url + " gives no time stamp (" + answer->Summary() +
                                    "): check the URL, or try again later");
  }
  if (const auto stamp = Verify(answer->body, request.get(), roots); !stamp) {
    return Fail(stamp.error().code, url + ": " + stamp.error().message);
  }
  return std::move(answer->body);
}

}  // namespace bylaw::anchor
