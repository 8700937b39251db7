/// What the decoder made of the bytes so far.
package enum FrameDecoderAction: Equatable, Sendable {
    /// One value; ask again, since more may have come.
    case frame(Frame)
    /// Nothing until more bytes come; at the end of input: all is done.
    case needMore
    /// Answer with this error, then close: where the next value would begin is not known. Indirect,
    /// since an error is several times as large as a frame.
    indirect case fail(WireError)
}
