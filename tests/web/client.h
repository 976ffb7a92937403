/* A client that sends bytes as they are, however wrong. */
#ifndef TESTS_WEB_CLIENT_H
#define TESTS_WEB_CLIENT_H

#include "../kit.h"

int client_open(uint16_t port);
/* From 127.0.0.`last`. */
int client_open_from(uint16_t port, int last);
/* Sends all of it; false when the server has closed. */
bool client_send(int fd, struct str s);
/* Nothing more will be sent. */
void client_end(int fd);
/* Reads until one whole answer is there (Content-Length), the end or `ms` of silence. Returns bytes
 * read; the text is NUL-terminated. */
size_t client_read(int fd, char *buf, size_t room, int ms);
/* Status of the first answer; 0 when there is none. */
int client_status(const char *answer);
/* How many answers with a status between these stand in the text. */
size_t client_count(const char *answers, int from, int to);
/* Open, send, read until the server closes or is silent for `ms`, close. */
int client_ask(uint16_t port, struct str s, char *buf, size_t room, int ms);

#endif
