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
const struct input upload_input = {"ImportUpload", sizeof(struct upload_in), UPLOAD_FIELDS, 2,
                                   IMPORT_BYTES_MAX + 65536};

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

static const struct ans_field IMPORT_ANSWER_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "kind", .type = ANS_STR},
	{.name = "state", .type = ANS_STR},
	{.name = "file", .type = ANS_STR},
	{.name = "new", .type = ANS_I64},
	{.name = "changed", .type = ANS_I64},
	{.name = "same", .type = ANS_I64},
	{.name = "bad", .type = ANS_I64},
	{.name = "done", .type = ANS_I64},
	{.name = "failed", .type = ANS_I64},
	{.name = "undone", .type = ANS_I64},
	{.name = "kept", .type = ANS_I64},
	{.name = "created", .type = ANS_INSTANT},
	{.name = "finished", .type = ANS_INSTANT, .null = true},
	{.name = "undoable", .type = ANS_BOOL},
};
static const struct answer import_answer = ANSWER("Import", IMPORT_ANSWER_TELLS);

static const struct ans_field IMPORT_LIST_TELLS[] = {
	ANS_ITEMS(import_answer),
};
static const struct answer import_list = ANSWER("ImportList", IMPORT_LIST_TELLS);

static const struct ans_field PROBLEM_ITEM_TELLS[] = {
	{.name = "row", .type = ANS_I64},
	{.name = "column", .type = ANS_STR, .null = true},
	{.name = "value", .type = ANS_STR, .null = true},
	{.name = "code", .type = ANS_STR},
	{.name = "what", .type = ANS_STR},
	{.name = "mend", .type = ANS_STR},
};
static const struct answer problem_item = ANSWER("ImportProblem", PROBLEM_ITEM_TELLS);

static const struct ans_field PROBLEM_LIST_TELLS[] = {
	ANS_ITEMS(problem_item),
};
static const struct answer problem_list = ANSWER("ImportProblemList", PROBLEM_LIST_TELLS);

static const struct route ROUTES_V[] = {
	{M_GET, "/school/imports", DESK, .run = page_imports, .query = &imports_query,
         .summary = "Files that were sent, and templates", .nav = T_import_nav,
         .menu = MENU(WORK, 2)},
	{M_GET, "/school/imports/export.{format}", DESK, .run = page_imports_sheet,
         .summary = "Those as a workbook or text"},
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
         .summary = "Files that were sent", .answer = &import_list},
	{M_POST, "/api/v1/imports", DESK, .run = api_import_post, .input = &upload_input,
         .summary = "Check a file (multipart/form-data)", .answer = &import_answer},
	{M_GET, "/api/v1/imports/{import}", DESK, .run = api_import,
         .summary = "What was found in a file, and what became of it", .answer = &import_answer},
	{M_GET, "/api/v1/imports/{import}/problems", DESK, .run = api_import_problems,
         .query = &problems_query, .summary = "What is wrong, row by row", .answer = &problem_list},
	{M_POST, "/api/v1/imports/{import}/apply", DESK, .run = api_import_apply,
         .summary = "Take in all good rows", .answer = &import_answer},
	{M_POST, "/api/v1/imports/{import}/cancel", DESK, .run = api_import_cancel,
         .summary = "Take in nothing", .answer = &import_answer},
	{M_POST, "/api/v1/imports/{import}/undo", DESK, .run = api_import_undo,
         .summary = "Take back what nothing depends on", .answer = &import_answer},
};
const struct routes import_routes = ROUTES(ROUTES_V);
