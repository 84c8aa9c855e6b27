// The grammar of conditions: the Common Expression Language (cel-spec, doc/langdef.md, "Syntax"), without message literals,
// with optional selection (`a.?b`, `a[?b]`, `[?a]`, `{?k: v}`) and quoted selectors (a.`content-type`).
//
// Whatever is not CEL becomes a token too (the last section), so that the lexer never fails and each mistake is explained in
// words where it stands. Every rule but the trailing comma is decided by one token, which keeps the parser linear; it recurses
// only through brackets and through the last part of `?:`, whose depth is checked on the tokens before it runs.
//
// After a change run scripts/generate-grammar: the generated sources are kept in generated/.
grammar Condition;

condition : expr EOF ;

expr : disjunction (QUESTION disjunction COLON expr)? ;
disjunction : conjunction (OR conjunction)* ;
conjunction : relation (AND relation)* ;
relation : sum ((LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | EQUAL | NOT_EQUAL | IN) sum)* ;
sum : product ((PLUS | MINUS) product)* ;
product : unary ((STAR | SLASH | PERCENT) unary)* ;

// A minus directly in front of a number belongs to the number: -1.abs() is (-1).abs().
unary : (NOT+ | MINUS+)? member ;

member : primary suffix* ;
suffix
  : DOT (IDENTIFIER call? | QUOTED_NAME | QUESTION (IDENTIFIER | QUOTED_NAME))
  | LBRACKET QUESTION? expr RBRACKET
  ;
call : LPAREN (expr (COMMA expr)*)? RPAREN ;

primary
  : DOT? IDENTIFIER call?
  | LPAREN expr RPAREN
  | list
  | map
  | literal
  ;
list : LBRACKET (element (COMMA element)* COMMA?)? RBRACKET ;
element : QUESTION? expr ;
map : LBRACE (entry (COMMA entry)* COMMA?)? RBRACE ;
entry : QUESTION? expr COLON expr ;
literal : INT | UINT | FLOAT | STRING | BYTES | TRUE | FALSE | NULL_ ;

// Operators and brackets

OR : '||' ;
AND : '&&' ;
LESS_EQUAL : '<=' ;
LESS : '<' ;
GREATER_EQUAL : '>=' ;
GREATER : '>' ;
EQUAL : '==' ;
NOT_EQUAL : '!=' ;
IN : 'in' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;
NOT : '!' ;
QUESTION : '?' ;
COLON : ':' ;
COMMA : ',' ;
DOT : '.' ;
LPAREN : '(' ;
RPAREN : ')' ;
LBRACKET : '[' ;
RBRACKET : ']' ;
LBRACE : '{' ;
RBRACE : '}' ;

// Literals. Which escapes exist is checked when a literal is decoded.

TRUE : 'true' ;
FALSE : 'false' ;
NULL_ : 'null' ;

fragment DIGIT : [0-9] ;
fragment HEX_DIGIT : [0-9a-fA-F] ;
fragment EXPONENT : [eE] [+-]? DIGIT+ ;

FLOAT : DIGIT+ '.' DIGIT+ EXPONENT? | DIGIT+ EXPONENT | '.' DIGIT+ EXPONENT? ;
INT : DIGIT+ | '0x' HEX_DIGIT+ ;
UINT : INT [uU] ;

fragment RAW : [rR] ;
fragment ESCAPE : '\\' . ;
fragment LINE_ESCAPE : '\\' ~[\r\n] ;
fragment SINGLE : '\'' (~['\\\r\n] | LINE_ESCAPE)* ;
fragment DOUBLE : '"' (~["\\\r\n] | LINE_ESCAPE)* ;
fragment TRIPLE_SINGLE : '\'\'\'' ('\''? '\''? (~['\\] | ESCAPE))* ;
fragment TRIPLE_DOUBLE : '"""' ('"'? '"'? (~["\\] | ESCAPE))* ;
fragment RAW_SINGLE : RAW '\'' ~['\r\n]* ;
fragment RAW_DOUBLE : RAW '"' ~["\r\n]* ;
fragment RAW_TRIPLE_SINGLE : RAW '\'\'\'' ('\''? '\''? ~['])* ;
fragment RAW_TRIPLE_DOUBLE : RAW '"""' ('"'? '"'? ~["])* ;

STRING
  : (SINGLE | RAW_SINGLE) '\''
  | (DOUBLE | RAW_DOUBLE) '"'
  | (TRIPLE_SINGLE | RAW_TRIPLE_SINGLE) '\'\'\''
  | (TRIPLE_DOUBLE | RAW_TRIPLE_DOUBLE) '"""'
  ;
BYTES : [bB] STRING ;

// Names. The reserved words among them are refused where a name stands alone, not after a dot.

IDENTIFIER : [_a-zA-Z] [_a-zA-Z0-9]* ;
QUOTED_NAME : '`' [-_./ a-zA-Z0-9]+ '`' ;

WHITESPACE : [\t\n\f\r ]+ -> skip ;
COMMENT : '//' ~[\r\n]* -> skip ;

// What is not CEL, for the explanation of mistakes. No legal condition contains one of these.

UNTERMINATED_STRING
  : [bB]? (SINGLE | RAW_SINGLE | DOUBLE | RAW_DOUBLE) '\\'?
  | [bB]? (TRIPLE_SINGLE | RAW_TRIPLE_SINGLE) '\''? '\''? '\\'?
  | [bB]? (TRIPLE_DOUBLE | RAW_TRIPLE_DOUBLE) '"'? '"'? '\\'?
  ;
FOREIGN_OPERATOR
  : '=' | '===' | '!==' | '=>' | '=<' | '=~' | '->' | ':=' | '<>' | '&' | '|' | '**' | '++' | '??'
  ;
// One code point: the lexer reads the bytes of UTF-8 as the characters U+0000 to U+00FF.
UNKNOWN : [\u00C2-\u00F4] [\u0080-\u00BF]+ | . ;
