#include "import/pages.h"

static const struct in_field UPLOAD_FIELDS[] = {
	{.name = "kind",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_import_kind,
         .offset = offsetof(struct upload_in, kind)},
	{.name = "file",
         .type = IN_FILE,
         .required = true,
         .label = T_import_file,
         .offset = offsetof(struct upload_in, file)},
};
/* The file itself, and what a form needs around it. */
static const struct input upload_input = {"ImportUpload", sizeof(struct upload_in), UPLOAD_FIELDS,
                                          2, IMPORT_BYTES_MAX + 65536};

static const struct in_field KIND_FIELDS[] = {
	{.name = "kind",
         .type = IN_STR,
         .max = 40,
         .label = T_import_kind,
         .offset = offsetof(struct kind_query, kind)},
};
static const struct input kind_query = {"ImportKindQuery", sizeof(struct kind_query), KIND_FIELDS,
                                        1, 0};

static const struct in_field LIST_OF_IMPORTS[] = {LIST_FIELDS(struct imports_query)};
static const struct input imports_query = {"ImportsQuery", sizeof(struct imports_query),
                                           LIST_OF_IMPORTS, 2, 0};
static const struct in_field LIST_OF_PROBLEMS[] = {LIST_FIELDS(struct problems_query)};
static const struct input problems_query = {"ImportProblemsQuery", sizeof(struct problems_query),
                                            LIST_OF_PROBLEMS, 2, 0};

#define DESK .allowed = ROLES_SCHOOL, .scope = SCOPE_SCHOOL

static const struct route ROUTES_V[] = {
	{M_GET, "/school/imports", DESK, .run = page_imports, .query = &imports_query,
         .summary = "Files that were sent, and templates", .nav = T_import_nav, .menu = 60},
	{M_GET, "/school/imports/new", DESK, .run = page_import_new, .query = &kind_query,
         .summary = "Send a file"},
	{M_GET, "/school/imports/template.xlsx", DESK, .run = page_import_template,
         .query = &kind_query, .summary = "A template to fill in"},
	{M_POST, "/school/imports", DESK, .run = page_import_post, .input = &upload_input,
         .again = page_import_new, .summary = "Check a file"},
	{M_GET, "/school/imports/{import}", DESK, .run = page_import,
         .summary = "What was found in a file, and what became of it"},
	{M_GET, "/school/imports/{import}/errors.xlsx", DESK, .run = page_import_errors,
         .summary = "The bad rows, with what is wrong"},
	{M_POST, "/school/imports/{import}/apply", DESK, .run = page_import_apply,
         .summary = "Take in all good rows"},
	{M_POST, "/school/imports/{import}/cancel", DESK, .run = page_import_cancel,
         .summary = "Take in nothing"},
	{M_POST, "/school/imports/{import}/undo", DESK, .run = page_import_undo,
         .summary = "Take back what nothing depends on"},

	{M_GET, "/api/v1/imports", DESK, .run = api_imports, .query = &imports_query,
         .summary = "Files that were sent", .answer = "ImportList"},
	{M_POST, "/api/v1/imports", DESK, .run = api_import_post, .input = &upload_input,
         .summary = "Check a file (multipart/form-data)", .answer = "Import"},
	{M_GET, "/api/v1/imports/{import}", DESK, .run = api_import,
         .summary = "What was found in a file, and what became of it", .answer = "Import"},
	{M_GET, "/api/v1/imports/{import}/problems", DESK, .run = api_import_problems,
         .query = &problems_query, .summary = "What is wrong, row by row",
         .answer = "ImportProblemList"},
	{M_POST, "/api/v1/imports/{import}/apply", DESK, .run = api_import_apply,
         .summary = "Take in all good rows", .answer = "Import"},
	{M_POST, "/api/v1/imports/{import}/cancel", DESK, .run = api_import_cancel,
         .summary = "Take in nothing", .answer = "Import"},
	{M_POST, "/api/v1/imports/{import}/undo", DESK, .run = api_import_undo,
         .summary = "Take back what nothing depends on", .answer = "Import"},
};
const struct routes import_routes = ROUTES(ROUTES_V);
