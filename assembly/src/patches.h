// Lines that begin with `!`: changes of the bytes of a module that is complete, for modules that no
// rows can describe. In the order in which they stand.
//
//   !patch SECTION OFFSET "bytes"   over those of a section, or of the whole `file`; from its end
//                                   if the offset is negative
//   !append "bytes"
//   !cut BYTES                      from the end
//   !resize BYTES                   to so many, with zeros where there were none
//   !seal                           makes size and checksum in the header those of the bytes

#ifndef BYLAW_ASSEMBLY_PATCHES_H_
#define BYLAW_ASSEMBLY_PATCHES_H_

#include <string>

#include "lexer.h"

namespace bylaw::assembly {

// Carries out what stands behind `!`.
void Patch(Cursor& cursor, std::string& bytes);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_PATCHES_H_
