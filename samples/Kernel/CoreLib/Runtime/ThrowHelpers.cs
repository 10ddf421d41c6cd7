using System;

namespace Internal.Runtime.CompilerHelpers;

/// <summary>
/// What the compiler calls where the language throws. Two are left out on purpose, those for a missing type and a missing method: without
/// them a use of what this library lacks fails the build, by name, instead of being compiled to a throw.
/// </summary>
internal static class ThrowHelpers
{
    private static void ThrowIndexOutOfRangeException() => throw new IndexOutOfRangeException();

    private static void ThrowDivideByZeroException() => throw new DivideByZeroException();

    private static void ThrowOverflowException() => throw new OverflowException("An arithmetic overflow.");

    private static void ThrowNullReferenceException() => throw new NullReferenceException();

    private static void ThrowPlatformNotSupportedException() => throw new NotSupportedException("The kernel does not have this.");
}

/// <summary>The compiler wants the type, and nothing of it.</summary>
internal static class StartupCodeHelpers;
