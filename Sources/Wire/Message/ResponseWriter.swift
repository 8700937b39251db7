package import NIOCore

/// Makes the bytes of answers; a line end comes from whoever frames them.
package enum ResponseWriter {
    /// Appends one answer as compact JSON.
    package static func write(_ response: Response, into bytes: inout [UInt8]) {
        bytes.append("{\"jsonrpc\":\"2.0\",\"id\":")
        bytes.append(contentsOf: response.id.text.utf8)
        switch response.outcome {
        case .success(let result):
            bytes.append(",\"result\":")
            JSONWriter.write(result, into: &bytes)
        case .failure(let error):
            bytes.append(",\"error\":")
            JSONWriter.write(error.json, into: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Appends the answers to a batch as one array; nothing at all if there are none.
    package static func write(batch: [Response], into bytes: inout [UInt8]) {
        var opening: StaticString = "["
        for response in batch {
            bytes.append(opening)
            opening = ","
            write(response, into: &bytes)
        }
        if !batch.isEmpty { bytes.append(UInt8(ascii: "]")) }
    }

    /// Appends one answer as compact JSON.
    package static func write(_ response: Response, into buffer: inout ByteBuffer) {
        var bytes: [UInt8] = []
        write(response, into: &bytes)
        buffer.writeBytes(bytes)
    }

    /// Appends the answers to a batch as one array; nothing at all if there are none.
    package static func write(batch: [Response], into buffer: inout ByteBuffer) {
        var bytes: [UInt8] = []
        write(batch: batch, into: &bytes)
        buffer.writeBytes(bytes)
    }
}
