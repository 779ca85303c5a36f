// Whole files: read in one piece, written all or nothing. The content is bytes, unchanged, in a std::string.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heed {

// Returns the bytes of a file.
// Throws "cannot read 'PATH': REASON" if it is missing, a directory, or unreadable.
std::string read_file(const std::string& path);

// Writes the pieces to `path`, one after the other. They go to a new file in the same folder, which replaces
// the old file only when all of it is safely on the disk. Even if the machine stops in between, `path` has
// either the whole new content or the whole old one. Throws "cannot write 'PATH': REASON". A path that is not
// a regular file, such as /dev/stdout or a pipe, is written to directly. A symbolic link stays, and the file it
// leads to is written, even if there is none yet. What a killed program left of a new file is removed.
void write_file(const std::string& path, const std::vector<std::string_view>& pieces);

// Throws as write_file() would, and writes nothing: for a program that writes only after long work.
void require_writable_file(const std::string& path);

}  // namespace heed
