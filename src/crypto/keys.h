/* The keys of a database, kept outside it, and what is done with them: sealed fields (S16), blind
 * indexes (S17), keyed marks for tokens. */
#ifndef CRYPTO_KEYS_H
#define CRYPTO_KEYS_H

#include "base/ctx.h"

struct keyring;

/* --- where keys come from --------------------------------------------------------------------- */

/* A keyring is a short text file:
 *
 *   kehou keys 1
 *   data 3f2a9c01 <64 hex digits>     the first one seals; further ones still open (rotation)
 *   index <64 hex digits>             blind indexes
 *   session <64 hex digits>           CSRF tokens and other keyed marks
 *
 * Make a new one at `file` with mode 0600, never over an existing one: E_CONFLICT `keys_exist`. It
 * is on the disk (file and directory synced) when this returns. */
enum err keyring_create(struct ctx *c, const char *file);

/* Read one. E_REFUSED `keys_missing` (no such file), `keys_exposed` (group or others may touch it),
 * `keys_malformed`; E_BROKEN on I/O errors. `keyring_free` wipes it. Thread-safe once made. */
enum err keyring_load(struct ctx *c, const char *file, struct keyring **ret_k);
enum err keyring_parse(struct ctx *c, struct str text, struct keyring **ret_k);
void keyring_free(struct keyring **k);

/* The bytes of a file that only its owner may touch. E_REFUSED `keys_missing`, `keys_exposed`,
 * `keys_malformed` past `room` bytes; E_BROKEN on I/O errors. The caller wipes `buf`. */
enum err secret_file(struct ctx *c, const char *file, char *buf, size_t room, size_t *ret_n);

/* What every command does: the text in $KEHOU_KEYRING; else `option` (--keys FILE); else the file
 * named by $KEHOU_KEYS; else PATH.keys beside the database of "sqlite:PATH"; PostgreSQL has no such
 * default (`keys_missing`). `create` (kehou init, demo) makes a file that does not exist yet, but
 * never beside an SQLite database that has data: its keys were lost, new ones would hide that. */
enum err keyring_open(struct ctx *c, const char *option, const char *db_url, bool create,
                      struct keyring **ret_k);

/* The key check kept in the database: proves that data and index key belong to it. A keyring that
 * was rotated (old data key still in the file) holds. false means `key_mismatch`: refuse to start.
 */
enum err keyring_check_make(struct arena *a, const struct keyring *k, struct str *ret_blob);
bool keyring_check_holds(struct arena *a, const struct keyring *k, struct str blob);

/* --- sealed fields ------------------------------------------------------------------------------
 */

/* Envelope: version 1, key id (4 bytes), nonce (12), AES-256-GCM ciphertext, tag (16): 33 bytes
 * more than the plain text. Authenticated with it: table.column, row id and key id, so a value
 * copied to another row, column or key does not open. STR_NONE seals to STR_NONE and back. */
#define SEAL_OVERHEAD 33
#define SEAL_MAX      (1u << 24) /* bytes of plain text */

/* `table_column` is "pupil.id_number". E_INPUT above SEAL_MAX, E_BROKEN out of memory. */
enum err seal(struct arena *a, const struct keyring *k, const char *table_column, int64_t row_id,
              struct str plain, struct str *ret_blob);
/* E_BROKEN when the blob was changed, moved or made with a key this ring does not hold. */
enum err unseal(struct arena *a, const struct keyring *k, const char *table_column, int64_t row_id,
                struct str blob, struct str *ret_plain);

/* --- keyed hashes -------------------------------------------------------------------------------
 */

#define BLIND_BYTES 16

/* The blind index of a sealed value: HMAC-SHA-256 with the index key over purpose and text, cut to
 * 16 bytes. The caller normalises first (width, blanks, case). Purposes ("login", "guardian.phone")
 * keep two columns from being joined. */
void blind(const struct keyring *k, const char *purpose, struct str text,
           uint8_t ret_index[BLIND_BYTES]);

/* A keyed mark nobody outside can make: CSRF tokens, signed links. HMAC-SHA-256, session key. */
void keyed_mark(const struct keyring *k, const char *purpose, struct str text,
                uint8_t ret_mark[32]);

#endif
