// Standard streams that are closed.

#include "CProcess.h"

#include <fcntl.h>
#include <unistd.h>

void process_open_streams(void) {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    // The lowest free number is this one. The other way round: what is read or written here is still an error.
    int opened = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    if (opened >= 0 && opened != stream) close(opened);
  }
}
