import Store
import Wire

extension AuthorizedKey {
    /// Writes the members of the answer that the rows alone decide: a run that can be kept.
    func write(to answer: inout AnswerWriter) {
        answer.members("\"token\":")
        answer.write(row.row.token)
        answer.members("\"role\":\"key\",\"key_name\":")
        answer.write(row.row.keyName)
        answer.members("\"key_alias\":")
        answer.write(row.row.keyAlias)
        answer.members("\"user_id\":")
        answer.write(row.row.userID)
        answer.members("\"team_id\":")
        answer.write(row.row.teamID)
        answer.members("\"organization_id\":")
        answer.write(organizationID)
        answer.members("\"models\":")
        answer.write(row.row.models)
        answer.members("\"metadata\":")
        answer.raw(row.row.metadata.utf8.span)
        answer.members("\"expires\":")
        answer.write(row.row.expires)
    }
}
