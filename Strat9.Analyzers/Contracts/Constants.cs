using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>Booleans, enum members and integers as one kind of number, so that results can be compared.</summary>
internal static class Constants
{
    public static long? Of(TypedConstant constant) =>
        constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum ? Of(constant.Value) : null;

    public static long? Of(object? value) => value switch
    {
        bool b => b ? 1 : 0,
        sbyte or short or int or long or byte or ushort or uint => System.Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        ulong u => unchecked((long)u),
        char c => c,
        _ => null,
    };
}
