namespace Strat9.Generators.Tests.Protocols;

public class ProtocolGeneratorTests
{
    // The user's own public types are not documented in the test sources.
    private const string MissingDocs = "CS1591";

    [Fact]
    public void PhysBlock_CompilesClean()
    {
        Generated.From(Sources.PhysBlock).IsClean(MissingDocs);
    }
}
