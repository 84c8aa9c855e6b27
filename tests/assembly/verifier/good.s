; Some of everything that a module can hold. The cases beside this file change it.

policy "test-constitution" flags=precedence

type decimal                                      ; #0
type string                                       ; #1
type map fields=#0+2                              ; #2
type decimal length_max=none                      ; #3
type int length_max=none                          ; #4
field "amount" #0 flags=required                  ; Of type 2, and of payee.
field "iban" #1
field "amount" #3                                 ; Of the action pay.
field "count" #4

fact "amount" decimal source=params path=["amount"] minimum=0d
fact "verified" bool path=["verified"]
fact "status" string path=["status"] values=["active", "frozen"]
fact "targets" list source=targets
fact "params.note.text" string source=params path=["note", "text"] pattern="matches(string, string) bool" with "memo"
fact "e" dyn source=either fact_flags=none path=["e"]
fact "count" int source=params path=["count"] default=7
fact "lines" list source=params path=["lines"] items=#2
fact "payee" map source=params path=["payee"] fields=#0+2

action "delete_all" block=#1 patterns=["delete_*"]
action "pay" block=#2 parameters=#2+2 flags=closed
action "pay_now" alias_of="pay"
pattern "delete_*" block=#0

rule "a-escalate" escalate routes=["senior_ops"] reason="twice is {count + count}"
rule "b-permit" permitted overrides=["c-prohibit"]
rule "c-prohibit" prohibited
rule "d-permit" permitted

block                                             ; Of delete_*
  run "c-prohibit"
    condition "a target"
      on_error undecidable -> end
      test_items_in any+not_empty targets ["third_parties"] -> fails
    applies this -> next
    fails this
  end

block                                             ; Of delete_all
  run "d-permit"
    condition "a status"
      on_error undecidable -> end
      test_string == status "active" -> fails
    applies this -> next
    fails this
  end

block                                             ; Of pay
  run "a-escalate"
    condition "a large amount"
      on_error undecidable -> end
      test_decimal >= amount 10000d -> fails
    applies this -> next
    fails this
  run "b-permit"
    condition "verified"
      on_error undecidable -> end
      test_true verified -> fails
    condition "arithmetic"
      on_error undecidable -> end
      load_fact r0 amount
      load_const r1 10000d
      add_decimal r2 r0 r1
      compare_decimal r3 r2 r1 <
      require r3 -> fails
    condition "either way"
      on_error r2 -> decided
      load_fact r0 "params.note.text"
      load_const r1 "x"
      call r2 r0 2 "contains(string, string) bool"
    decided:
      jump_if r2 -> end
      on_error r3 -> both
      load_fact r3 e
      load_const r4 123456789012345678901234567890d
      compare_any r3 r3 r4 ==
    both:
      or r2 r2 r3
      on_error undecidable -> end
      require r2 -> fails
    condition "required"
      on_error undecidable -> end
      load_fact r0 amount
      require_decimal == r0 10000d -> fails
    applies this -> next
    fails this
  run "c-prohibit"
    condition "another target"
      on_error undecidable -> end
      test_items_in any+not_empty targets ["third_parties"] -> fails
    applies this -> next
    fails this
  end

reason "a-escalate"
  part "twice is "
  part "{count + count}"
    on_error undecidable -> end
    load_fact r1 count
    add_int r0 r1 r1

about
  "{}"
source
  "constitution:\n"
