import Wire

extension Authorization {
    /// The result as a tree, for the general way: the same bytes, read back.
    var json: JSON {
        get throws(WireError) {
            do {
                return try JSONParser.parse(AnswerWriter.text { write(to: &$0) })
            } catch {
                throw WireError(.internalError, "the answer could not be made: \(error)")
            }
        }
    }
}
