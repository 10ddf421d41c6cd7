using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Strat9;

/// <summary>Whether values of <typeparamref name="T"/> are linear, as far as the type alone tells. Found out once a type.</summary>
internal static class Linearity<[AllowsMoveOnly] T>
{
    public static readonly bool IsLinear = Linearity.Of(typeof(T));
}

/// <summary>Reads at run time what the analyzer reads at compile time: attributes, by full name, wherever they are declared.</summary>
internal static class Linearity
{
    private const string Linear = "Strat9.LinearAttribute";
    private const string Typestate = "Strat9.TypestateAttribute";
    private const string State = "Strat9.StateAttribute";
    private const string Final = "Final";

    /// <summary>
    /// Whether a value of the type must be consumed. An in-place protocol counts unless all of its states are final; tuples, nullables and
    /// tasks follow what they hold. Owning containers do not: they are watched themselves, and empty ones may be dropped.
    /// </summary>
    [UnconditionalSuppressMessage(
        "Trimming", "IL2070", Justification = "An interface that was trimmed away makes the diagnostics less complete, nothing else.")]
    public static bool Of(Type type)
    {
        if (type.IsConstructedGenericType && FollowsContent(type))
        {
            return type.GetGenericArguments().Any(Of);
        }

        for (Type? t = type; t is not null; t = t.BaseType)
        {
            if (IsMarked(t))
            {
                return true;
            }
        }

        return type.GetInterfaces().Any(IsMarked);
    }

    private static bool FollowsContent(Type type)
    {
        Type definition = type.GetGenericTypeDefinition();
        return definition == typeof(Nullable<>) || definition == typeof(Task<>) || definition == typeof(ValueTask<>)
            || definition.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);
    }

    private static bool IsMarked(Type type)
    {
        foreach (CustomAttributeData attribute in type.GetCustomAttributesData())
        {
            switch (attribute.AttributeType.FullName)
            {
                case Linear:
                    return true;
                case Typestate when attribute.ConstructorArguments.Count == 0:
                    return !IsInFinalState(type);
                case Typestate when attribute.ConstructorArguments[0].Value is Type states && !AreAllFinal(states):
                    return true;
            }
        }

        return false;
    }

    // A carrier's state is its only type argument, or the one marked so.
    private static bool IsInFinalState(Type carrier)
    {
        if (!carrier.IsConstructedGenericType)
        {
            return false;
        }

        Type[] arguments = carrier.GetGenericArguments();
        Type[] parameters = carrier.GetGenericTypeDefinition().GetGenericArguments();
        int state = parameters.Length == 1 ? 0 : Array.FindIndex(parameters, p => Find(p, State) is not null);
        return state >= 0 && IsFinal(arguments[state]);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The fields of an enum are kept with it.")]
    private static bool AreAllFinal(Type states) =>
        states.GetFields(BindingFlags.Public | BindingFlags.Static).All(IsFinal);

    private static bool IsFinal(MemberInfo state) =>
        Find(state, State) is { } attribute && attribute.NamedArguments.Any(a => a is { MemberName: Final, TypedValue.Value: true });

    private static CustomAttributeData? Find(MemberInfo member, string name) =>
        member.GetCustomAttributesData().FirstOrDefault(a => a.AttributeType.FullName == name);
}
