// What happens to mapped files that other programs cut short: the system answers a read behind their end with SIGBUS.
// Memory that is watched here gets zeros in the place of what is gone, and is known to be damaged from then on, so that
// whoever reads it can go on to a point where that can be said.

#ifndef CFAULTS_H
#define CFAULTS_H

#include <stddef.h>

// Watches a mapping, until it is forgotten; it begins with a page. Returns its number, or −1 where too many are
// watched.
int faults_watch(const void *start, size_t count);

// Forgets a mapping, which may then be unmapped.
void faults_forget(int number);

// Whether a part of a mapping was gone when it was read.
int faults_damaged(int number);

// Makes this the first that hears of SIGBUS, before whoever has asked for it meanwhile; signals that are not about
// watched memory go on to them. Cheap where it is the first already.
void faults_arm(void);

#endif
