; 3 rules, 1 actions, 1 patterns, 40 instructions.
; It is proved that a decision takes at most these steps and bytes of results.
module steps_max=355 arena_max=0

policy "refunds" first=permitted second=prohibited third=escalate

type decimal                                                            ; #0
type map fields=#0+1                                                    ; #1
field "price" #0                                                        ; #0

fact "verified" bool path=["verified"]
fact "amount" decimal source=params path=["amount"] minimum=0d
fact "lines" list source=params path=["lines"] length_max=8 items=#1
fact "iban" string source=params fact_flags=declared+personal path=["iban"]
fact "currency" string source=params path=["currency"] values=["EUR", "CHF"]
fact "mark 0" dyn source=params fact_flags=personal+mark path=["iban"]

action "refund" block=#0 patterns=["refund*"]
pattern "refund*" block=#1

rule "foreign" prohibited span=528..654                                 ; line 14
rule "large" escalate reason="{amount} {currency} is much" routes=["support"] overrides=["foreign"] span=673..846  ; line 19
rule "small" permitted span=370..507                                    ; line 10

block                                                                   ; #0: "refund"
  run "large"                                                           ; escalate, line 19
    condition "verified && amount >= 100" span=723..750                 ; line 21, at most 2 steps
      on_error undecidable -> L1
      test_true        verified -> fails                                ; 0
    L1:
      on_error undecidable -> end
      test_decimal     >= amount 100d -> fails                          ; 1
    applies          this -> next                                       ; 2
    fails            this                                               ; 3
  run "small"                                                           ; permitted, line 10
    condition "verified && amount < 100" span=420..446                  ; line 12, at most 2 steps
      on_error undecidable -> L5
      test_true        verified -> fails                                ; 4
    L5:
      on_error undecidable -> end
      test_decimal     < amount 100d -> fails                           ; 5
    condition "lines.size() > 0 && lines.all(line, line.price < amount)" span=448..506  ; line 12, at most 336 steps
      on_error undecidable -> L9 end=L8
      load_fact        r0 lines                                         ; 6
      call             r0 r0 1 "size(list) int"                         ; 7
    L8:
      require_int      > r0 0 -> fails                                  ; 8
    L9:
      on_error undecidable -> end
      load_fact        r1 lines                                         ; 9
      load_const       r0 true                                          ; 10
    L11:
      loop             r2 r1 depth0 8 r0:error+bool -> L21              ; 11
    L12:
      on_error r4 -> L17 end=L16
      expect           r4 r2 map                                        ; 12
      select           r4 r4 "price"                                    ; 13
      expect           r4 r4 decimal                                    ; 14
      load_fact        r5 amount                                        ; 15
    L16:
      compare_decimal  r4 r4 r5 <                                       ; 16
    L17:
      jump_if          r4 -> L20                                        ; 17
      and              r0 r0 r4                                         ; 18
      jump_unless      r0 -> L21                                        ; 19
    L20:
      on_error undecidable -> end
      next             r2 depth0 -> L11 -> L12                          ; 20
    L21:
      require          r0 -> fails                                      ; 21
    applies          this -> next                                       ; 22
    fails            this                                               ; 23
  end                                                                   ; 24

block                                                                   ; #1: "refund*"
  run "foreign"                                                         ; prohibited, line 14
    condition "!iban.startsWith('DE') || currency != EUR" span=583..626  ; line 16, at most 9 steps
      on_error r0 -> L28 end=L27
      load_fact        r0 iban                                          ; 25
      text_part        r0 r0 starts-with "DE"                           ; 26
    L27:
      not              r0 r0                                            ; 27
    L28:
      jump_if          r0 -> L33                                        ; 28
      on_error r1 -> L32 end=L30
      load_fact        r1 currency                                      ; 29
    L30:
      load_const       r2 "EUR"                                         ; 30
      compare_string   r1 r1 r2 !=                                      ; 31
    L32:
      or               r0 r0 r1                                         ; 32
    L33:
      on_error undecidable -> end
      require          r0 -> fails                                      ; 33
    condition "!verified" span=643..653                                 ; line 17, at most 1 step
      on_error undecidable -> end
      test_false       verified -> fails                                ; 34
    applies          this -> next                                       ; 35
    fails            this                                               ; 36
  end                                                                   ; 37

reason "large"
  part "{amount}" span=791..799                                         ; line 23
    on_error undecidable -> end
    load_fact        r0 amount                                          ; 38
  part " " span=799..800                                                ; line 23
  part "{currency}" span=800..810                                       ; line 23
    on_error undecidable -> end
    load_fact        r0 currency                                        ; 39
  part " is much" span=810..818                                         ; line 23

; What stands above refers to these, in this order.
string "refunds"                                                        ; #0
string "foreign"                                                        ; #1
string "large"                                                          ; #2
string "{amount} {currency} is much"                                    ; #3
string "support"                                                        ; #4
string "small"                                                          ; #5
string "verified"                                                       ; #6
string "amount"                                                         ; #7
string "verified && amount >= 100"                                      ; #8
string "verified && amount < 100"                                       ; #9
string "lines"                                                          ; #10
string "price"                                                          ; #11
string "size(list) int"                                                 ; #12
string "lines.size() > 0 && lines.all(line, line.price < amount)"       ; #13
string "DE"                                                             ; #14
string "EUR"                                                            ; #15
string "iban"                                                           ; #16
string "currency"                                                       ; #17
string "CHF"                                                            ; #18
string "!iban.startsWith('DE') || currency != EUR"                      ; #19
string "!verified"                                                      ; #20
string "refund*"                                                        ; #21
string "refund"                                                         ; #22
string "{amount}"                                                       ; #23
string " "                                                              ; #24
string "{currency}"                                                     ; #25
string " is much"                                                       ; #26
string "mark 0"                                                         ; #27
constant 0                                                              ; #0
constant 0d                                                             ; #1
constant 100d                                                           ; #2
constant true                                                           ; #3
constant "DE"                                                           ; #4
constant "EUR"                                                          ; #5
constant ["EUR", "CHF"]                                                 ; #8
indices 4                                                               ; #0
indices 0                                                               ; #1
indices 6                                                               ; #2
indices 7                                                               ; #3
indices 10                                                              ; #4
indices 16                                                              ; #5
indices 17                                                              ; #6
import "size(list) int"                                                 ; #0
call_site #0                                                            ; #0

about
  "{\"facts\":{\"amount\":{\"from\":\"params.amount\",\"type\":\"decimal\"},\"currency\":{\"from\":\"params.currency\",\"type\":\"enum\",\"values\":[\"EUR\",\"CHF\"]},\"iban\":{\"from\":\"params.iban\",\"personal\":true,\"type\":\"string\"},\"lines\":{\"from\":\"params.lines\",\"items\":{\"fields\":{\"price\":{\"type\":\"decimal\"}},\"type\":\"map\"},\"type\":\"list\"},\"verified\":{\"from\":\"context.verified\",\"type\":\"bool\"}},\"rules\":{\"foreign\":{\"disclose\":\"reason\"},\"large\":{\"disclose\":\"reason\"},\"small\":{\"disclose\":\"reason\"}},\"when_overdue\":\"warn\"}"

source
  "constitution:\n"
  "  id: refunds\n"
  "  facts:\n"
  "    amount: {type: decimal, from: params, min: 0}\n"
  "    currency: {type: enum, values: [EUR, CHF], from: params}\n"
  "    lines: {type: list, from: params, max_items: 8, items: {type: map, fields: {price: {type: decimal}}}}\n"
  "    verified: {type: bool, from: context}\n"
  "    iban: {type: string, from: params, personal: true}\n"
  "  permitted:\n"
  "    - id: small\n"
  "      action: refund\n"
  "      conditions: [\"verified && amount < 100\", \"lines.size() > 0 && lines.all(line, line.price < amount)\"]\n"
  "  prohibited:\n"
  "    - id: foreign\n"
  "      action: \"refund*\"\n"
  "      conditions: [\"!iban.startsWith('DE') || currency != EUR\"]\n"
  "      unless: [\"verified\"]\n"
  "  escalate:\n"
  "    - id: large\n"
  "      action: refund\n"
  "      conditions: [\"verified && amount >= 100\"]\n"
  "      route_to: support\n"
  "      reason: \"{amount} {currency} is much\"\n"
  "      overrides: [foreign]\n"
