using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>Gives the contract of a member, whatever its origin: attributes, or a file of contracts for types one does not own.</summary>
internal interface IContractSource
{
    /// <summary>The contract of a method, constructor or accessor. Never fails: a member that says nothing has the defaults.</summary>
    MethodContract Of(IMethodSymbol method);
}
