import Foundation

/// Reads whole texts; blocking, for the start of the program and for commands.
package enum TextReader {
    /// The most that is read: more is no configuration and no parameter.
    package static let maximumBytes = 64 << 20

    /// Why there is no text; the path is the caller's to name.
    package enum Failure: Error, Equatable, CustomStringConvertible {
        case unreadable(String)
        case tooLong
        case notUTF8

        package var description: String {
            switch self {
            case .unreadable(let reason): reason
            case .tooLong: "it is longer than \(ByteCountText.render(TextReader.maximumBytes))"
            case .notUTF8: "it is not UTF-8"
            }
        }
    }

    /// The text of a file.
    ///
    /// - Throws: Why there is none.
    package static func file(_ path: String) throws(Failure) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .unreadable(unsafe String(cString: strerror(errno)))
        }
        return try text(file)
    }

    /// All of standard input.
    ///
    /// - Throws: Why there is none.
    package static func standardInput() throws(Failure) -> String {
        try text(.standardInput)
    }

    private static func text(_ file: FileHandle) throws(Failure) -> String {
        var bytes = Data()
        while true {
            let more: Data?
            do {
                more = try file.read(upToCount: maximumBytes + 1 - bytes.count)
            } catch {
                throw .unreadable(unsafe String(cString: strerror(errno)))
            }
            guard let more, !more.isEmpty else { break }
            bytes.append(more)
            guard bytes.count <= maximumBytes else { throw .tooLong }
        }
        guard let text = String(data: bytes, encoding: .utf8) else { throw .notUTF8 }
        return text
    }
}
