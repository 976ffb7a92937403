/* The files of policies/ as they were when the program was built (tools/embedc). */
#ifndef POLICY_EMBEDDED_H
#define POLICY_EMBEDDED_H

#include "base/str.h"

struct embedded_file {
	const char *name;
	const unsigned char *bytes;
	size_t n;
};
extern const struct embedded_file policy_files[];
extern const size_t policy_files_n;

#endif
