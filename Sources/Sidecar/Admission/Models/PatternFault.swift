/// A list entry is no regular expression, or one of a kind that is not read here.
struct PatternFault: Error {}
