/// Why what was kept of limits cannot be read, or be kept.
enum KeptLimitsError: Error, Equatable, CustomStringConvertible {
    case system(SystemError)
    /// A pipe, a device, a directory.
    case noFile(String)
    /// More than can ever be kept.
    case tooLarge(String, bytes: Int)
    /// Not what was written there.
    case damaged(String)

    var description: String {
        switch self {
        case .system(let error) where error.isLink:
            "\(error.call): it is a symbolic link, and not the file"
        case .system(let error): "\(error)"
        case .noFile(let path): "\(path) is no regular file"
        case .tooLarge(let path, let bytes):
            "\(path) has \(bytes) bytes, and at most \(KeptLimits.greatestSize) are kept"
        case .damaged(let path): "\(path) is damaged: it is not what was written there"
        }
    }
}
