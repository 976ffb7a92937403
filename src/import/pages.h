/* Handlers of pages and API. Inside this room. */
#ifndef IMPORT_PAGES_H
#define IMPORT_PAGES_H

#include "import/batch.h"
#include "web/formview.h"

struct upload_in {
	struct str kind;
	struct in_file file;
};
extern const struct input upload_input;
struct kind_query {
	struct str kind;
};
struct imports_query {
	struct list_query list;
};
struct problems_query {
	struct list_query list;
};

enum err page_imports(struct ctx *c, struct req *r, struct reply *w);
enum err page_imports_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_import_new(struct ctx *c, struct req *r, struct reply *w);
enum err page_import_template(struct ctx *c, struct req *r, struct reply *w);
enum err page_import_post(struct ctx *c, struct req *r, struct reply *w);
enum err page_import(struct ctx *c, struct req *r, struct reply *w);
enum err page_import_errors(struct ctx *c, struct req *r, struct reply *w);
enum err page_import_apply(struct ctx *c, struct req *r, struct reply *w);
enum err page_import_cancel(struct ctx *c, struct req *r, struct reply *w);
enum err page_import_undo(struct ctx *c, struct req *r, struct reply *w);

enum err api_imports(struct ctx *c, struct req *r, struct reply *w);
enum err api_import_post(struct ctx *c, struct req *r, struct reply *w);
enum err api_import(struct ctx *c, struct req *r, struct reply *w);
enum err api_import_problems(struct ctx *c, struct req *r, struct reply *w);
enum err api_import_apply(struct ctx *c, struct req *r, struct reply *w);
enum err api_import_cancel(struct ctx *c, struct req *r, struct reply *w);
enum err api_import_undo(struct ctx *c, struct req *r, struct reply *w);

/* The file of an upload, checked and stored for the caller's school. */
enum err upload(struct ctx *c, const struct req *r, struct import_checked *ret_x);
/* The kind that was named; E_INPUT import_kind. */
enum err kind_require(struct ctx *c, struct str name, const struct import_kind **ret_k);
/* checking → T_import_state_checking */
enum text_id state_text(struct str state);

#endif
