/* The inside of a keyring: for the files of this room only. */
#ifndef CRYPTO_RING_H
#define CRYPTO_RING_H

#include "crypto/keys.h"

enum { KEY_BYTES = 32, DATA_KEYS = 8 };

struct data_key {
	uint32_t id;
	uint8_t key[KEY_BYTES];
};

struct keyring {
	uint64_t
		serial; /* never used twice in this process: what the per-thread ciphers remember */
	size_t data_n;
	struct data_key data[DATA_KEYS]; /* [0] seals */
	uint8_t index[KEY_BYTES];
	uint8_t session[KEY_BYTES];
};

#endif
