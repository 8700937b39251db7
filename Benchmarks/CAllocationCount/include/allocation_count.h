/// How often this thread has asked for memory.
long allocation_count(void);
