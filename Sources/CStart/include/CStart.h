// What has to be looked at before any library of the program begins: what some of them do where memory is short is a
// crash, or waiting for ever. Nothing is to be called; linking this is enough.

#ifndef CSTART_H
#define CSTART_H

#endif
