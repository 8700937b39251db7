/* The one-shot call looks its algorithm up by name each time, which takes six times as long as the
 * digest. What it replaced is called deprecated, and stays. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/sha.h>
