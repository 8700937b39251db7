/// What has happened on a walk, in words.
final class WalkTrace {
    var events: [String] = []
}
