#include "docs/xml.h"

#include <expat.h>

/* Of expat: names, the open elements, one unfinished token. Real parts need a tenth of it. */
#define CEILING ((size_t)2 << 20)
#define CHUNK   ((size_t)64 << 10)

struct budget {
	size_t used;
	bool refused;
};

struct block {
	struct budget *budget;
	size_t size;
};
_Static_assert(sizeof(struct block) % 16 == 0, "what follows must stay aligned");

struct xml {
	XML_Parser parser;
	struct part *part;
	struct stop *stop;
	struct xml_handler h;
	void *self;
	struct budget budget;
	bool suspended, last;
	char chunk[CHUNK];
};

/* ---- memory: expat's hooks carry no context, so the current budget is per thread ---- */

static _Thread_local struct budget *current;

static void *take(size_t size)
{
	struct block *b;

	if (size > CEILING || current->used + size > CEILING) {
		current->refused = true;
		return NULL;
	}
	b = malloc(sizeof(*b) + size);
	if (b == NULL)
		return NULL;
	current->used += size;
	*b = (struct block){.budget = current, .size = size};
	return b + 1;
}

static void give(void *p)
{
	struct block *b;

	if (p == NULL)
		return;
	b = (struct block *)p - 1;
	b->budget->used -= b->size;
	free(b);
}

static void *retake(void *p, size_t size)
{
	struct block *b = p != NULL ? (struct block *)p - 1 : NULL;
	void *q = take(size);

	if (q == NULL)
		return NULL;
	if (b != NULL) {
		memcpy(q, p, b->size < size ? b->size : size);
		give(p);
	}
	return q;
}

static const XML_Memory_Handling_Suite memory = {take, retake, give};

/* ---- events ---- */

static const char *local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attrs)
{
	struct xml *x = data;

	x->h.start(x->self, x, local(name), attrs);
}

static void on_end(void *data, const XML_Char *name)
{
	struct xml *x = data;

	x->h.end(x->self, x, local(name));
}

static void on_text(void *data, const XML_Char *s, int n)
{
	struct xml *x = data;

	x->h.text(x->self, x, (struct str){s, (size_t)n});
}

static void on_doctype(void *data, const XML_Char *name, const XML_Char *sys, const XML_Char *pub,
                       int internal)
{
	(void)name;
	(void)sys;
	(void)pub;
	(void)internal;
	xml_stop(data, "table_dtd", 0, 0);
}

static bool set_up(struct xml *x)
{
	current = &x->budget;
	x->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
	if (x->parser == NULL)
		return false;
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	if (x->h.text != NULL)
		XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	XML_SetParamEntityParsing(x->parser, XML_PARAM_ENTITY_PARSING_NEVER);
	return true;
}

struct xml *xml_open(struct pack *p, const char *part, const struct xml_handler *h, void *self,
                     struct stop *stop)
{
	struct xml *x = calloc(1, sizeof(*x));

	if (x == NULL) {
		stop_set(stop, STOP_MEMORY, 0, 0);
		return NULL;
	}
	x->stop = stop;
	x->h = *h;
	x->self = self;
	x->part = part_open(p, part, stop);
	if (x->part == NULL) {
		xml_close(&x);
		return NULL;
	}
	if (!set_up(x)) {
		stop_set(stop, STOP_MEMORY, 0, 0);
		xml_close(&x);
	}
	return x;
}

void xml_close(struct xml **x)
{
	if (*x == NULL)
		return;
	if ((*x)->parser != NULL)
		XML_ParserFree((*x)->parser);
	part_close(&(*x)->part);
	free(*x);
	*x = NULL;
}

/* ---- running ---- */

static void note_failure(struct xml *x)
{
	if (XML_GetErrorCode(x->parser) == XML_ERROR_NO_MEMORY)
		stop_set(x->stop, x->budget.refused ? "table_too_complex" : STOP_MEMORY, 0, 0);
	else
		stop_set(x->stop, "table_damaged", 0, 0);
}

static enum XML_Status go_on(struct xml *x)
{
	int64_t got;

	if (x->suspended) {
		x->suspended = false;
		return XML_ResumeParser(x->parser);
	}
	got = part_read(x->part, x->chunk, sizeof(x->chunk), x->stop);
	if (got < 0)
		return XML_STATUS_ERROR;
	x->last = got == 0;
	return XML_Parse(x->parser, x->chunk, (int)got, x->last);
}

enum xml_step xml_run(struct xml *x)
{
	current = &x->budget;
	for (;;) {
		if (x->last && !x->suspended)
			return XML_OVER;
		switch (go_on(x)) {
		case XML_STATUS_OK:
			break;
		case XML_STATUS_SUSPENDED:
			x->suspended = true;
			return XML_PAUSED;
		case XML_STATUS_ERROR:
			note_failure(x);
			return XML_STOPPED;
		}
	}
}

void xml_pause(struct xml *x)
{
	XML_StopParser(x->parser, XML_TRUE);
}

void xml_stop(struct xml *x, const char *code, uint32_t row, uint64_t allowed)
{
	stop_set(x->stop, code, row, allowed);
	XML_StopParser(x->parser, XML_FALSE);
}

/* ---- attributes ---- */

const char *xml_attr(const char **attrs, const char *name)
{
	for (size_t i = 0; attrs[i] != NULL; i += 2) {
		if (strcmp(local(attrs[i]), name) == 0)
			return attrs[i + 1];
	}
	return NULL;
}

bool xml_is(const char *name, const char *wanted)
{
	return strcmp(name, wanted) == 0;
}

bool xml_u32(const char *value, uint32_t *ret_v)
{
	int64_t v;

	if (value == NULL || !str_i64(str_of(value), &v) || v < 0 || v > UINT32_MAX)
		return false;
	*ret_v = (uint32_t)v;
	return true;
}
