using Strat9.Analyzers.Protocols.Model;
using Strat9.Generators.Infrastructure;

namespace Strat9.Generators.Protocols;

// What the emitter needs to know, as text: no symbols, syntax or locations, so that an edit elsewhere compares equal.

/// <summary>One protocol: everything its file is written from.</summary>
internal sealed record ProtocolSpec(
    string HintName,
    CarrierSpec Carrier,
    EquatableArray<StateSpec> States,
    EquatableArray<TransitionSpec> Transitions);

/// <summary>The namespace and the types around a declaration, each as the head of its partial part.</summary>
internal sealed record ContainerSpec(string Namespace, EquatableArray<string> Types);

/// <param name="Key">Its documentation ID: what transitions name it by.</param>
/// <param name="Path">Namespace and names, dotted: for the file's name.</param>
/// <param name="Accessibility">As it was declared; the state interface has the same.</param>
/// <param name="Interface">The state interface.</param>
/// <param name="StateConstraint">What a state must be: the generated constraint, or the user's where there is one (STRAT0002).</param>
internal sealed record CarrierSpec(
    string Key,
    string Path,
    ContainerSpec Container,
    string Keyword,
    string Name,
    EquatableArray<string> TypeParameters,
    int StateIndex,
    string Accessibility,
    InterfaceSpec Interface,
    string StateConstraint,
    EquatableArray<PayloadSpec> Payload,
    CarrierParts Parts,
    AnySpec? Any);

/// <summary>The type whose state is known only at run time, where <c>[Typestate(Any = true)]</c> asks for it.</summary>
/// <param name="Name"><c>AnyPhysBlock</c>.</param>
/// <param name="States">The enum of its states, <c>AnyPhysBlockState</c>.</param>
/// <param name="TypeParameters">The carrier's, without the state.</param>
/// <param name="Constraints">Their constraints, each as a clause.</param>
internal sealed record AnySpec(
    string Name,
    string States,
    EquatableArray<string> TypeParameters,
    EquatableArray<string> Constraints);

/// <param name="Container">Where it is declared: beside the carrier, or in its namespace where the types around are generic.</param>
/// <param name="Accessibility">The carrier's.</param>
/// <param name="Name">As declared.</param>
/// <param name="Reference">As code elsewhere names it.</param>
internal sealed record InterfaceSpec(ContainerSpec Container, string Accessibility, string Name, string Reference);

/// <summary>Which parts of the carrier are generated: what the user wrote already is left out.</summary>
[Flags]
internal enum CarrierParts
{
    None = 0,

    /// <summary>The constraint on the state parameter, where no part of the user's has a constraint: parts of a type must agree.</summary>
    Constraint = 1 << 0,
    Linear = 1 << 1,
    Consumes = 1 << 2,
    DebuggerDisplay = 1 << 3,
    Summary = 1 << 4,
    Constructor = 1 << 5,
    PrivateConstructor = 1 << 6,
    SetsRequiredMembers = 1 << 7,
    StateName = 1 << 8,
    Convert = 1 << 9,
    ReadOnlyModifier = 1 << 10,
    EditorBrowsable = 1 << 11,
}

/// <param name="Name">The field or property.</param>
/// <param name="Parameter">The constructor parameter for it.</param>
/// <param name="Type">Fully qualified.</param>
/// <param name="Accessor">The generated property that reads it from other classes of the assembly, where it is private.</param>
/// <param name="CanBeCarried">Whether a plain assignment can give it a value.</param>
internal sealed record PayloadSpec(string Name, string Parameter, string Type, string? Accessor, bool CanBeCarried);

/// <param name="Key">Its documentation ID.</param>
/// <param name="Header">The head of a partial part of the marker.</param>
/// <param name="Reference">As code elsewhere names it.</param>
/// <param name="IsPublic">Whether other assemblies can name it.</param>
/// <param name="IsGeneric">Whether it has type parameters of its own.</param>
internal sealed record StateSpec(
    string Key,
    ContainerSpec Container,
    string Header,
    string Name,
    bool IsInitial,
    bool IsFinal,
    bool CanBeExtended,
    string Reference,
    bool IsPublic,
    bool IsGeneric);

/// <param name="Carrier">The carrier's key.</param>
/// <param name="From">Keys of the states it leaves.</param>
/// <param name="To">Keys of the states it may lead to.</param>
/// <param name="Method">What to write, where a body is generated.</param>
internal sealed record TransitionSpec(
    string Carrier,
    string Name,
    TransitionKind Kind,
    EquatableArray<string> From,
    bool FromEveryState,
    EquatableArray<string> To,
    bool ToSameState,
    MethodSpec? Method);

/// <param name="Header">Everything up to the body.</param>
/// <param name="Constraints">Repeated from the declaration: a generic partial method must.</param>
/// <param name="Body">An expression, or empty for an empty block.</param>
/// <param name="HasDocs">Whether the user documented it; those comments win.</param>
/// <param name="Accessors">Generated accessors of the carrier that the body reads.</param>
internal sealed record MethodSpec(
    ContainerSpec Container,
    string Header,
    EquatableArray<string> Constraints,
    string Body,
    bool HasDocs,
    EquatableArray<string> Accessors);
