using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Rules;

/// <summary>Why an attribute cannot stand where it does.</summary>
/// <param name="Attribute">The attribute; of two that contradict each other the later one.</param>
/// <param name="Reason">The reason, for the message.</param>
internal readonly record struct ContractProblem(AttributeData Attribute, string Reason);
