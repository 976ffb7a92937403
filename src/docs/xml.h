/* XML parts read as a stream, inside a fixed amount of memory. A document type is refused wherever
 * it stands, and with it every entity trick; nothing outside the part is ever opened. Names come
 * without their prefix, since some programs write <x:row>. */
#ifndef DOCS_XML_H
#define DOCS_XML_H

#include "docs/pack.h"

struct xml;

struct xml_handler {
	void (*start)(void *self, struct xml *x, const char *name, const char **attrs);
	void (*end)(void *self, struct xml *x, const char *name);
	void (*text)(void *self, struct xml *x, struct str s); /* may be NULL */
};

enum xml_step {
	XML_STOPPED, /* the reason is in *stop */
	XML_PAUSED,  /* a handler asked for it; xml_run() goes on from there */
	XML_OVER,
};

/* A parser over the part of that name; NULL with the reason in *stop, which must outlive it. */
struct xml *xml_open(struct pack *p, const char *part, const struct xml_handler *h, void *self,
                     struct stop *stop);
void xml_close(struct xml **x);

enum xml_step xml_run(struct xml *x);

/* From inside a handler. */
void xml_pause(struct xml *x);
void xml_stop(struct xml *x, const char *code, uint32_t row, uint64_t allowed);

/* The value of an attribute, prefix ignored; NULL when it is not there. */
const char *xml_attr(const char **attrs, const char *name);
bool xml_is(const char *name, const char *wanted);
/* A whole attribute of digits; false leaves *ret_v. */
bool xml_u32(const char *value, uint32_t *ret_v);

#endif
