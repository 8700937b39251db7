import Testing

@testable import Wire

@Suite struct NearestNameTests {
    private let known = ["key", "model", "end_user_id", "estimated_cost", "estimated_tokens"]

    @Test func `one slip of each kind finds the name`() {
        for typed in ["modl", "modell", "modek", "mdoel"] {
            #expect(NearestName.of(typed, among: known) == "model", "\(typed)")
        }
        #expect(NearestName.of("kye", among: known) == "key")
        #expect(NearestName.of("enduserid", among: known) == "end_user_id")
        #expect(NearestName.of("estimated_costs", among: known) == "estimated_cost")
    }

    @Test func `a name that is far from all finds none`() {
        for typed in ["", "x", "temperature", "wxyz"] {
            #expect(NearestName.of(typed, among: known) == nil, "\(typed)")
        }
        #expect(NearestName.of("a", among: []) == nil)
    }

    @Test func `a long name is not compared at all`() {
        let long = String(repeating: "k", count: 64)
        #expect(NearestName.of(long, among: [long]) == long)
        #expect(NearestName.of(long + "k", among: [long + "k"]) == nil)
    }

    @Test func `only what looks like an identifier is repeated`() {
        #expect(NearestName.shown("end_user.id2") == "end_user.id2")
        for odd in ["", "sk-1234", "a b", "naïve", String(repeating: "a", count: 65)] {
            #expect(NearestName.shown(odd) == "(name)", "\(odd)")
        }
    }
}
